import type { Route } from '@muster/protocol';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import type { Authenticator, Scope } from './authenticate.ts';
import { limitBody, maxManagementBody } from './read-body.ts';

/** A route as the OpenAPI app takes it: guarded, and documented as guarded. */
export type GuardedRoute<R extends Route> = Omit<R, 'scope' | 'role' | 'streamsBody'> & {
  security: Record<string, string[]>[];
  'x-scope': Route['scope'];
  'x-role'?: Route['role'];
  middleware: MiddlewareHandler<AppEnv>[];
};

/** Puts the checks of a route before its validation and its handler. */
export type GuardRoute = <R extends Route>(route: R) => GuardedRoute<R>;

/**
 * First who is asking, then how much they send: nobody unknown can make the server read or check
 * a body.
 */
export function createRouteGuard(authenticator: Authenticator): GuardRoute {
  const authoriseAccount: MiddlewareHandler<AppEnv> = async (c, next) => {
    c.set('signedIn', await authenticator.authenticateAccount(c.req.raw));
    await next();
  };

  function authorise(scope: Scope, role: Route['role']): MiddlewareHandler<AppEnv> {
    return async (c, next) => {
      const projectId = c.req.param('projectId');
      c.set('caller', await authenticator.authenticate(c.req.raw, { scope, role, projectId }));
      await next();
    };
  }

  return (route) => {
    const { scope, role, streamsBody = false, ...rest } = route;
    const middleware = [];
    if (scope === 'account') middleware.push(authoriseAccount);
    else if (scope !== 'anyone') middleware.push(authorise(scope, role));
    if (route.request?.body && !streamsBody) middleware.push(limitBody(maxManagementBody));
    const security = securities[scope];
    return { ...rest, security, 'x-scope': scope, ...(role && { 'x-role': role }), middleware };
  };
}

/** How a call that only servers make is opened, in the words of OpenAPI. */
export const keySecurity: Record<string, string[]>[] = [{ apiKey: [] }, { bearer: [] }];

const anySecurity = [...keySecurity, { session: [] }];

/** How a route of each scope is opened. */
const securities: Record<Route['scope'], Record<string, string[]>[]> = {
  read: anySecurity,
  write: anySecurity,
  admin: [{ session: [] }],
  account: [{ session: [] }],
  anyone: [],
};
