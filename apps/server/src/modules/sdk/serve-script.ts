import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { SdkScript } from './sdk-script.ts';

/** A new version is everywhere within so many seconds. */
const shortCache = 'public, max-age=300';
const foreverCache = 'public, max-age=31536000, immutable';

/**
 * The script of the browser SDK: `/sdk/v1.js`, which changes with the server; `/sdk/v1-<hash>.js`,
 * which never does; and any path that ends in `/jimo-invader.js`, as sites of the original have it.
 * Without a script every one of them is a 503: the build is broken. No route, since a path of any depth
 * before a name would cost every other route the fast way of finding it.
 */
export function serveScriptPaths(script: SdkScript | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { path, method } = c.req;
    if (!isScriptPath(path) || (method !== 'GET' && method !== 'HEAD')) return next();
    if (path === `/sdk/v1-${script?.hash}.js`) return serveScript(c, script, foreverCache);
    if (!path.startsWith('/sdk/v1-')) return serveScript(c, script, shortCache);
    // Of another version of this server. The page that still names it goes on with this one.
    return c.body(null, 307, { location: 'v1.js', ...crossOriginHeaders });
  };
}

const versionedPath = /^\/sdk\/v1-[0-9a-f]+\.js$/;

function isScriptPath(path: string): boolean {
  if (!path.endsWith('.js')) return false;
  return path === '/sdk/v1.js' || path.endsWith('/jimo-invader.js') || versionedPath.test(path);
}

/**
 * What shows experiences: `/sdk/experiences.js` and what it loads from `/sdk/experiences/`, where a name that ends in
 * a hash never changes its content. Another version's files are a 404: a page that still wants them shows nothing
 * until it is loaded again.
 */
export function serveExperiencePaths(
  files: ReadonlyMap<string, SdkScript>,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { path, method } = c.req;
    if (!path.startsWith('/sdk/experiences') || (method !== 'GET' && method !== 'HEAD'))
      return next();
    const file = files.get(path.slice('/sdk/'.length));
    if (!file) return next();
    return sendScript(c, file, /-[0-9A-Z]{8}\.js$/.test(path) ? foreverCache : shortCache);
  };
}

const crossOriginHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

async function serveScript(
  c: Context<AppEnv>,
  script: SdkScript | undefined,
  caching: string,
): Promise<Response> {
  if (script === undefined) {
    const detail = 'This server was built without the browser SDK; its log says more.';
    throw new HttpProblem(503, 'sdk_missing', detail, { headers: { 'retry-after': '300' } });
  }
  const named = { 'content-location': `/sdk/v1-${script.hash}.js` };
  return sendScript(c, script, caching, named);
}

async function sendScript(
  c: Context<AppEnv>,
  script: SdkScript,
  caching: string,
  more: Record<string, string> = {},
): Promise<Response> {
  // Weak: its encodings are different bytes of the same script.
  const etag = `W/"${script.hash}"`;
  const headers = {
    etag,
    'cache-control': caching,
    vary: 'accept-encoding',
    ...crossOriginHeaders,
    ...more,
  };
  if (c.req.header('if-none-match')?.includes(script.hash)) return c.body(null, 304, headers);
  const { bytes, packing } = await script.body.choose(c.req.header('accept-encoding') ?? '');
  return c.body(bytes, 200, {
    ...headers,
    'content-type': 'text/javascript; charset=utf-8',
    ...(packing && { 'content-encoding': packing }),
  });
}
