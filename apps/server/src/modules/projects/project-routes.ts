import { OpenAPIHono } from '@hono/zod-openapi';
import {
  createProjectRoute,
  deleteProjectRoute,
  getProjectRoute,
  patchProjectRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { toOwnProjectBody, toProjectBody } from './project-body.ts';
import type { ProjectService } from './project-service.ts';

/** Making, reading, changing and deleting projects. */
export function createProjectRoutes(guard: GuardRoute, projects: ProjectService) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(createProjectRoute), async (c) => {
    const project = await projects.create(c.get('signedIn').account, c.req.valid('json'));
    return c.json(toOwnProjectBody(project, 'admin'), 201);
  });
  app.openapi(guard(getProjectRoute), async (c) =>
    c.json(toProjectBody(await projects.get(c.get('caller').project)), 200),
  );
  app.openapi(guard(patchProjectRoute), async (c) =>
    c.json(toProjectBody(await projects.change(c.get('caller'), c.req.valid('json'))), 200),
  );
  app.openapi(guard(deleteProjectRoute), async (c) => {
    await projects.delete(c.get('caller'), c.req.valid('json').name);
    return c.body(null, 204);
  });
  return app;
}
