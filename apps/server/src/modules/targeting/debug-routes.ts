import { OpenAPIHono } from '@hono/zod-openapi';
import { listUserExperiencesRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Store } from '../../store/store.ts';
import { debugExperiences } from './debug-experiences.ts';

/** Why somebody sees an experience, or does not. */
export function createDebugRoutes(guard: GuardRoute, parts: { store: Store; now: () => number }) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(listUserExperiencesRoute), async (c) => {
    const { kind, url, device } = c.req.valid('query');
    const address = { id: c.req.valid('param').userId, kind };
    const page = { url, device };
    const { project } = c.get('caller');
    const { now, experiences } = await debugExperiences(parts, project, address, page);
    return c.json({ now: new Date(now).toISOString(), experiences }, 200);
  });
  return app;
}
