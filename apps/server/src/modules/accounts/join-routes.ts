import { OpenAPIHono } from '@hono/zod-openapi';
import { joinRoute, lookAtLinkRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import { findClientAddress } from '../../http/client-address.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { refuseForeignPage } from '../../http/refuse-foreign-page.ts';
import { writeSessionCookie } from '../../http/session-cookie.ts';
import type { JoinService } from './join-service.ts';
import { toSessionBody } from './session-body.ts';

/** Using the links of the first start and of invitations. */
export function createJoinRoutes(guard: GuardRoute, joins: JoinService, trustedProxies: number) {
  const app = new OpenAPIHono<AppEnv>();
  app.use('/api/join', refuseForeignPage);

  app.openapi(guard(lookAtLinkRoute), async (c) => {
    const { invitation, project, account } = await joins.look(c.req.valid('json').token);
    const { email, role, expiresAt } = invitation;
    return c.json(
      {
        kind: email === undefined ? ('setup' as const) : ('invitation' as const),
        email: email ?? null,
        project: { id: project.id, name: project.name },
        role,
        hasAccount: account !== undefined,
        expiresAt: new Date(expiresAt).toISOString(),
      },
      200,
    );
  });

  app.openapi(guard(joinRoute), async (c) => {
    const login = await joins.join({
      ...c.req.valid('json'),
      address: findClientAddress(c, trustedProxies),
    });
    writeSessionCookie(c, login.token, login.lastsMs);
    return c.json(toSessionBody(login), 201);
  });

  return app;
}
