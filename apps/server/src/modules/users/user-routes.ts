import { OpenAPIHono } from '@hono/zod-openapi';
import {
  eraseUserRoute,
  explainMembershipRoute,
  exportUserRoute,
  getUserRoute,
  getUserSegmentsRoute,
  listUserEventsRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import { toBodyStream } from '../../http/body-stream.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Project } from '../../store/store.ts';
import { refuseUser, type UserAddress, type UserService } from './user-service.ts';
import { toWhyBody } from './why-body.ts';

/** Erases for good; false when there is no such user. */
export type EraseUser = (project: Project, address: UserAddress, by: string) => Promise<boolean>;

/** Everything that is kept of a user, as the pieces of a file. */
export type ExportUser = (
  project: Project,
  address: UserAddress,
  by: string,
) => Promise<AsyncGenerator<string>>;

interface Acts {
  erase: EraseUser;
  exportAll: ExportUser;
}

/** Calls about one user. */
export function createUserRoutes(
  guard: GuardRoute,
  users: UserService,
  { erase, exportAll }: Acts,
) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(getUserRoute), async (c) => {
    const address = { id: c.req.valid('param').userId, kind: c.req.valid('query').kind };
    return c.json(await users.profile(c.get('caller').project, address), 200);
  });

  app.openapi(guard(eraseUserRoute), async (c) => {
    const { project, name } = c.get('caller');
    const address = { id: c.req.valid('param').userId, kind: c.req.valid('query').kind };
    if (!(await erase(project, address, name))) refuseUser();
    return c.body(null, 204);
  });

  app.openapi(guard(exportUserRoute), async (c) => {
    const { userId } = c.req.valid('param');
    const address = { id: userId, kind: c.req.valid('query').kind };
    const pieces = await exportAll(c.get('caller').project, address, c.get('caller').name);
    const name = userId.replace(/[^\w-]/g, '_').slice(0, 100);
    const headers = {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="user-${name}.json"`,
    };
    // The router knows the type of JSON that is made at once, not of a stream of it.
    return new Response(toBodyStream(pieces), { headers }) as never;
  });

  app.openapi(guard(listUserEventsRoute), async (c) => {
    const { kind, limit, cursor } = c.req.valid('query');
    const address = { id: c.req.valid('param').userId, kind };
    return c.json(await users.events(c.get('caller').project, address, limit, cursor), 200);
  });

  app.openapi(guard(getUserSegmentsRoute), async (c) => {
    const address = { id: c.req.valid('param').userId, kind: c.req.valid('query').kind };
    return c.json(await users.memberships(c.get('caller').project, address), 200);
  });

  app.openapi(guard(explainMembershipRoute), async (c) => {
    const { userId, segmentId } = c.req.valid('param');
    const address = { id: userId, kind: c.req.valid('query').kind };
    const { project } = c.get('caller');
    const { explanation, now, ...membership } = await users.explain(project, address, segmentId);
    const why = explanation.valid ? toWhyBody(explanation.root) : null;
    return c.json({ ...membership, now: new Date(now).toISOString(), why }, 200);
  });

  return app;
}
