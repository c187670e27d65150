import type { Route } from '@muster/protocol';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import type { Authenticator, Scope } from './authenticate.ts';
import { limitBody, maxManagementBody } from './read-body.ts';

/** A route as the OpenAPI app takes it: guarded, and documented as guarded. */
export type GuardedRoute<R extends Route> = Omit<R, 'scope'> & {
  security: Record<string, string[]>[];
  'x-scope': Route['scope'];
  middleware: MiddlewareHandler<AppEnv>[];
};

/** Puts the checks of a route before its validation and its handler. */
export type GuardRoute = <R extends Route>(route: R) => GuardedRoute<R>;

/**
 * First who is asking, then how much they send: nobody unknown can make the server read or check
 * a body.
 */
export function createRouteGuard(authenticator: Authenticator): GuardRoute {
  function authorise(scope: Scope): MiddlewareHandler<AppEnv> {
    return async (c, next) => {
      const projectId = c.req.param('projectId');
      c.set('caller', await authenticator.authenticateKey(c.req.raw.headers, scope, projectId));
      await next();
    };
  }

  return (route) => {
    const { scope, ...rest } = route;
    const middleware = [];
    if (scope !== 'anyone') middleware.push(authorise(scope));
    if (route.request?.body) middleware.push(limitBody(maxManagementBody));
    return { ...rest, security: securityOf(scope), 'x-scope': scope, middleware };
  };
}

/** How a route of this scope is opened, in the words of OpenAPI. */
export function securityOf(scope: Route['scope']): Record<string, string[]>[] {
  return scope === 'anyone' ? [] : [{ apiKey: [] }, { bearer: [] }];
}
