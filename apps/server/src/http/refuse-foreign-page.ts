import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { HttpProblem } from './problem.ts';

/** Where a browser says that a request was made. */
type Origin = 'here' | 'elsewhere' | 'unsaid';

/**
 * `Sec-Fetch-Site` decides where there is one; browsers send it over HTTPS and to this machine. Over
 * plain HTTP they send `Origin` with every write. A page cannot set any of these headers itself.
 */
function readOrigin({ headers }: Request): Origin {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' ? 'here' : 'elsewhere';
  const origin = headers.get('origin');
  if (origin === null) return 'unsaid';
  const host = URL.canParse(origin) ? new URL(origin).host : undefined;
  const own = [headers.get('host'), headers.get('x-forwarded-host')];
  return host !== undefined && own.includes(host) ? 'here' : 'elsewhere';
}

/**
 * Throws a 403 unless a write that a cookie speaks for was made by a page of this server: a cookie
 * goes with the requests of every page, so it alone does not say that the person meant it.
 */
export function refuseForeignWrite(request: Request): void {
  if (isSafe(request) || readOrigin(request) === 'here') return;
  throw refuse();
}

/** The same for calls that need no cookie: what says nothing of its origin is no browser. */
export const refuseForeignPage: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!isSafe(c.req.raw) && readOrigin(c.req.raw) === 'elsewhere') throw refuse();
  await next();
};

function isSafe({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuse(): HttpProblem {
  const detail = 'This request was made by a page of another site, or does not say by which.';
  return new HttpProblem(403, 'cross_site', detail);
}
