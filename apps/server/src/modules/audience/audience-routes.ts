import { OpenAPIHono } from '@hono/zod-openapi';
import { breakDownAudienceRoute, countAudienceRoute, listAudienceRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { toNativeView } from '../profiles/profile-view.ts';
import type { AudienceService } from './audience-service.ts';
import { createColumnReader } from './user-columns.ts';

/** Questions about the whole population of a project. */
export function createAudienceRoutes(guard: GuardRoute, audience: AudienceService) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(countAudienceRoute), async (c) => {
    const { conditions, now } = c.req.valid('json');
    const { project } = c.get('caller');
    const answer = await audience.count({ project, conditions, now, signal: c.req.raw.signal });
    return c.json({ count: answer.count, now: new Date(answer.now).toISOString() }, 200);
  });

  app.openapi(guard(listAudienceRoute), async (c) => {
    const { conditions, now, columns, ...wish } = c.req.valid('json');
    const readColumns = columns && createColumnReader(columns);
    const { project } = c.get('caller');
    const question = { project, conditions, now, signal: c.req.raw.signal };
    const page = await audience.list(question, wish);
    return c.json(
      {
        count: page.count,
        users: page.documents.map((document) => ({
          ...toNativeView(document),
          ...(readColumns && { columns: readColumns(document) }),
        })),
        nextCursor: page.nextCursor,
        now: new Date(page.now).toISOString(),
      },
      200,
    );
  });

  app.openapi(guard(breakDownAudienceRoute), async (c) => {
    const { conditions, now } = c.req.valid('json');
    const { project } = c.get('caller');
    const question = { project, conditions, now, signal: c.req.raw.signal };
    const breakdown = await audience.breakDown(question);
    return c.json({ ...breakdown, now: new Date(breakdown.now).toISOString() }, 200);
  });

  return app;
}
