import type { Context } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { DashboardFile } from './dashboard-files.ts';

/** Answers with a file or a page of the dashboard; `undefined` for what is neither. */
export type ServeDashboard = (c: Context<AppEnv>) => Promise<Response | undefined>;

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Of the page in which an experience is previewed: a frame without origin, in which nothing that an
 * author writes reaches the dashboard; pictures come from wherever the experience has them.
 */
const previewSecurityPolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src http: https: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Where the browser keeps a file of the dashboard to. */
function securityHeaders(path: string): Record<string, string> {
  if (!path.startsWith('/preview.')) {
    return {
      'content-security-policy': contentSecurityPolicy,
      // Pages that the picker is opened on may answer; nothing else keeps a tie to this one.
      'cross-origin-opener-policy': 'same-origin-allow-popups',
    };
  }
  return {
    'content-security-policy': previewSecurityPolicy,
    'x-frame-options': 'SAMEORIGIN',
    // What has no origin is of another one, even for the files that it was made for.
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/** First parts of addresses that are not pages: what is not there is not there. */
const reserved = new Set(['api', 'sdk', 'sse', 'docs', 'local', 'assets', 'emoji']);

/** Names in `/assets/` have a hash of the content in them: what was loaded once stays right. */
const forever = 'public, max-age=31536000, immutable';

/**
 * Every address that a browser opens and that is nothing else is a page, which the dashboard finds
 * in the address by itself.
 */
export function createServeDashboard(files: ReadonlyMap<string, DashboardFile>): ServeDashboard {
  const index = files.get('/index.html');

  function find({ req }: Context<AppEnv>): DashboardFile | undefined {
    const { path } = req;
    if (path === '/') return index;
    const file = path === '/index.html' ? undefined : files.get(path);
    if (file !== undefined) return file;
    const isPage = !reserved.has(path.split('/')[1] ?? '');
    return isPage && req.header('accept')?.includes('text/html') ? index : undefined;
  }

  return async (c) => {
    const { method, path } = c.req;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const file = find(c);
    if (file === undefined) return undefined;
    const headers: Record<string, string> = {
      etag: file.etag,
      vary: 'accept-encoding',
      'cache-control': path.startsWith('/assets/') ? forever : 'no-cache',
      ...securityHeaders(path),
    };
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
    headers['content-type'] = file.type;
    const { bytes, packing } = await file.body.choose(c.req.header('accept-encoding') ?? '');
    if (packing) headers['content-encoding'] = packing;
    return c.body(bytes, 200, headers);
  };
}
