import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';

const name = 'muster_session';
/** Over HTTPS the browser itself sees to it that no other host of the domain can set this one. */
const secureName = `__Host-${name}`;

/** The token of the session cookie of a request. */
export function readSessionToken(request: Request): string | undefined {
  const header = request.headers.get('cookie');
  if (header === null) return undefined;
  const wanted = isSecure(request) ? secureName : name;
  return parse(header, wanted)[wanted] || undefined;
}

/** Gives the browser the token, until it expires. */
export function writeSessionCookie(c: Context, token: string, maxAgeMs: number): void {
  const secure = isSecure(c.req.raw);
  setCookie(c, secure ? secureName : name, token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    path: '/',
    maxAge: Math.floor(maxAgeMs / 1000),
  });
}

/** Makes the browser forget the token. */
export function clearSessionCookie(c: Context): void {
  writeSessionCookie(c, '', 0);
}

/**
 * Whether the browser came by HTTPS. A proxy says so in `x-forwarded-proto`; whoever writes that
 * by hand changes their own cookie alone.
 */
function isSecure(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  return (forwarded ?? new URL(request.url).protocol.replace(':', '')) === 'https';
}
