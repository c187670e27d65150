import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

const wellFormed = /^[\w.-]{1,64}$/;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/**
 * Gives every request an id, its caller's if that is a plain word, and every answer that id and the
 * headers that keep a browser from making something of it. A route's own headers stay.
 */
export function identifyRequest(newId: () => string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.raw.headers.get('x-request-id');
    const requestId = given !== null && wellFormed.test(given) ? given : newId();
    c.set('requestId', requestId);
    await next();
    const { headers } = c.res;
    headers.set('x-request-id', requestId);
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!headers.has(name)) headers.set(name, value);
    }
  };
}
