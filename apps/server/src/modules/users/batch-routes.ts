import { OpenAPIHono } from '@hono/zod-openapi';
import { changeTagsRoute, eraseUsersRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { UserBatches } from './user-batches.ts';

/** Calls about several users at once. */
export function createBatchRoutes(guard: GuardRoute, batches: UserBatches) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(changeTagsRoute), async (c) =>
    c.json(await batches.changeTags(c.get('caller'), c.req.valid('json')), 200),
  );

  app.openapi(guard(eraseUsersRoute), async (c) =>
    c.json(await batches.erase(c.get('caller'), c.req.valid('json').users), 200),
  );

  return app;
}
