import { OpenAPIHono } from '@hono/zod-openapi';
import { getProjectRoute, type ProjectBody, patchProjectRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Project } from '../../store/store.ts';
import type { ProjectService } from './project-service.ts';

/** Reading and changing the project of a key. */
export function createProjectRoutes(guard: GuardRoute, projects: ProjectService) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(getProjectRoute), async (c) =>
    c.json(toBody(await projects.get(c.get('caller').project)), 200),
  );
  app.openapi(guard(patchProjectRoute), async (c) =>
    c.json(toBody(await projects.change(c.get('caller'), c.req.valid('json'))), 200),
  );
  return app;
}

function toBody({ id, name, timeZone, createdAt }: Project): ProjectBody {
  return { id, name, timeZone, createdAt: new Date(createdAt).toISOString() };
}
