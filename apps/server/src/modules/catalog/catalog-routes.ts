import { OpenAPIHono } from '@hono/zod-openapi';
import {
  getCatalogRoute,
  listEventPropertiesRoute,
  listPropertyValuesRoute,
  listValuesRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { CatalogService } from './catalog-service.ts';

/** What there is data of: keys, events, and their values. */
export function createCatalogRoutes(guard: GuardRoute, catalog: CatalogService) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(getCatalogRoute), async (c) =>
    c.json(await catalog.read(c.get('caller').project), 200),
  );

  app.openapi(guard(listValuesRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json(await catalog.values(c.get('caller').project, wish), 200);
  });

  app.openapi(guard(listEventPropertiesRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json(await catalog.properties(c.get('caller').project, wish), 200);
  });

  app.openapi(guard(listPropertyValuesRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json(await catalog.propertyValues(c.get('caller').project, wish), 200);
  });

  return app;
}
