import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeNoteRoute,
  getAttributeRoute,
  getCatalogRoute,
  getEventRoute,
  listEventPropertiesRoute,
  listEventVolumesRoute,
  listOccurrencesRoute,
  listPropertyValuesRoute,
  listValuesRoute,
  removeAttributeRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Notices } from '../../peers/notices.ts';
import type { Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { createAttributeDetails } from './attribute-details.ts';
import { createCatalogService } from './catalog-service.ts';
import { createCatalogWrites } from './catalog-writes.ts';
import { createEventDetails } from './event-details.ts';

interface Parts {
  store: Store;
  notices: Notices;
  questions: IndexQuestions;
  now: () => number;
  /** Called when users were changed, so that the index follows soon. */
  onChange: () => void;
}

/** What there is data of: keys, events, their values, and what members wrote about them. */
export function createCatalogRoutes(guard: GuardRoute, parts: Parts) {
  const catalog = createCatalogService(parts);
  const events = createEventDetails(parts);
  const attributes = createAttributeDetails(parts);
  const writes = createCatalogWrites(parts);
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

  app.openapi(guard(listEventVolumesRoute), async (c) =>
    c.json(await events.list(c.get('caller').project), 200),
  );

  app.openapi(guard(getEventRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json(await events.get(c.get('caller').project, wish), 200);
  });

  app.openapi(guard(listOccurrencesRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json({ occurrences: await events.occurrences(c.get('caller').project, wish) }, 200);
  });

  app.openapi(guard(getAttributeRoute), async (c) => {
    const wish = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json(await attributes.get(c.get('caller').project, wish), 200);
  });

  app.openapi(guard(changeNoteRoute), async (c) => {
    const { subject, ...wishes } = c.req.valid('json');
    return c.json(await writes.changeNote(c.get('caller'), subject, wishes), 200);
  });

  app.openapi(guard(removeAttributeRoute), async (c) => {
    const wish = { ...c.req.valid('json'), signal: c.req.raw.signal };
    const result = await writes.removeAttribute(c.get('caller'), wish);
    catalog.forget(c.get('caller').project);
    return c.json(result, 200);
  });

  return app;
}
