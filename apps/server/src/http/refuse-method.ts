import type { Hono, NotFoundHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { HttpProblem, toProblemResponse } from './problem.ts';

/**
 * Answers what no route does: 404, or 405 where the path has a route of another method. OPTIONS
 * says which methods there are and grants nothing: no other origin is served.
 */
export function createNotFoundHandler(app: Hono<AppEnv>): NotFoundHandler<AppEnv> {
  let routes: { method: string; matches: RegExp }[] | undefined;
  return (c) => {
    // Listed at the first use, when every route is mounted.
    routes ??= app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => ({ method, matches: toPattern(path) }));
    const methods = routes.filter(({ matches }) => matches.test(c.req.path));
    const allowed = listMethods(methods.map(({ method }) => method));
    const requestId = c.get('requestId');
    if (allowed === '') {
      return toProblemResponse(
        new HttpProblem(404, 'not_found', 'There is nothing here.'),
        requestId,
      );
    }
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow: allowed });
    const detail = `This address takes ${allowed}, not ${c.req.method}.`;
    const problem = new HttpProblem(405, 'method_not_allowed', detail, {
      headers: { allow: allowed },
    });
    return toProblemResponse(problem, requestId);
  };
}

function toPattern(path: string): RegExp {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z]+/g, '[^/]+')}$`);
}

function listMethods(methods: readonly string[]): string {
  const all = new Set(methods);
  if (all.size === 0) return '';
  if (all.has('GET')) all.add('HEAD');
  return [...all, 'OPTIONS'].sort().join(', ');
}
