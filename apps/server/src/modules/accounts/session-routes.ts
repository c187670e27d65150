import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeAccountRoute,
  changePasswordRoute,
  getSessionRoute,
  signInRoute,
  signOutRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import { findClientAddress } from '../../http/client-address.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { refuseForeignPage } from '../../http/refuse-foreign-page.ts';
import {
  clearSessionCookie,
  readSessionToken,
  writeSessionCookie,
} from '../../http/session-cookie.ts';
import { toSessionBody } from './session-body.ts';
import type { SessionService } from './session-service.ts';

/** Signing in and out, and the own account. */
export function createSessionRoutes(
  guard: GuardRoute,
  sessions: SessionService,
  trustedProxies: number,
) {
  const app = new OpenAPIHono<AppEnv>();
  // Nobody may sign somebody in or out from a page of their own, either.
  app.use('/api/session', refuseForeignPage);

  app.openapi(guard(getSessionRoute), async (c) => {
    const { lastsMs, ...state } = await sessions.resume(c.get('signedIn'));
    const token = readSessionToken(c.req.raw);
    if (lastsMs !== undefined && token !== undefined) writeSessionCookie(c, token, lastsMs);
    return c.json(toSessionBody(state), 200);
  });

  app.openapi(guard(signInRoute), async (c) => {
    const address = findClientAddress(c, trustedProxies);
    const earlierToken = readSessionToken(c.req.raw);
    const login = await sessions.signIn({ ...c.req.valid('json'), address, earlierToken });
    writeSessionCookie(c, login.token, login.lastsMs);
    return c.json(toSessionBody(login), 200);
  });

  app.openapi(guard(signOutRoute), async (c) => {
    const token = readSessionToken(c.req.raw);
    if (token !== undefined) await sessions.signOut(token);
    clearSessionCookie(c);
    return c.body(null, 204);
  });

  app.openapi(guard(changeAccountRoute), async (c) => {
    const state = await sessions.rename(c.get('signedIn'), c.req.valid('json').name);
    return c.json(toSessionBody(state), 200);
  });

  app.openapi(guard(changePasswordRoute), async (c) => {
    const wish = { ...c.req.valid('json'), address: findClientAddress(c, trustedProxies) };
    const login = await sessions.changePassword(c.get('signedIn'), wish);
    writeSessionCookie(c, login.token, login.lastsMs);
    return c.json(toSessionBody(login), 200);
  });

  return app;
}
