import { OpenAPIHono } from '@hono/zod-openapi';
import { previewRetentionRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Store } from '../../store/store.ts';
import { findLongerWindows } from './find-longer-windows.ts';

/** What keeping events for a time would mean. */
export function createRetentionRoutes(
  guard: GuardRoute,
  parts: { store: Store; now: () => number },
) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(previewRetentionRoute), async (c) => {
    const { days } = c.req.valid('query');
    const affected = await findLongerWindows(parts, c.get('caller').project, days);
    return c.json({ days, affected }, 200);
  });
  return app;
}
