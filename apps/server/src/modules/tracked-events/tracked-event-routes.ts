import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeTrackedEventRoute,
  createTrackedEventRoute,
  deleteTrackedEventRoute,
  getTrackedEventRoute,
  listTrackedEventsRoute,
  listTrackedEventVersionsRoute,
  openPickerRoute,
  restoreTrackedEventRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { readVersion, requireVersion, toEtag } from '../../http/if-match.ts';
import type { OpenPicker } from './picker-service.ts';
import type { TrackedEventReads } from './tracked-event-reads.ts';
import type { TrackedEventWrites } from './tracked-event-writes.ts';

/** No-code events: reading, writing and their history. */
export function createTrackedEventRoutes(
  guard: GuardRoute,
  reads: TrackedEventReads,
  writes: TrackedEventWrites,
  openPicker: OpenPicker,
) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(listTrackedEventsRoute), async (c) =>
    c.json({ trackedEvents: await reads.list(c.get('caller').project) }, 200),
  );

  app.openapi(guard(createTrackedEventRoute), async (c) => {
    const { id } = await writes.create(c.get('caller'), c.req.valid('json'));
    const body = await reads.get(c.get('caller').project, id);
    return c.json(body, 201, toEtag(body));
  });

  app.openapi(guard(getTrackedEventRoute), async (c) => {
    const body = await reads.get(c.get('caller').project, c.req.valid('param').trackedEventId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(changeTrackedEventRoute), async (c) => {
    const { trackedEventId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    await writes.change(c.get('caller'), trackedEventId, expected, c.req.valid('json'));
    const body = await reads.get(c.get('caller').project, trackedEventId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(restoreTrackedEventRoute), async (c) => {
    const { trackedEventId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    const { version } = c.req.valid('json');
    await writes.restore(c.get('caller'), trackedEventId, expected, version);
    const body = await reads.get(c.get('caller').project, trackedEventId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(deleteTrackedEventRoute), async (c) => {
    const { trackedEventId } = c.req.valid('param');
    const expected = readVersion(c.req.valid('header')['if-match']);
    await writes.remove(c.get('caller'), trackedEventId, expected, c.req.valid('query').uses);
    return c.body(null, 204);
  });

  app.openapi(guard(openPickerRoute), async (c) => {
    // A browser says it with every write, and a page cannot set it: `authorise` has compared it with ours.
    const dashboardOrigin = c.req.header('origin');
    const { url } = c.req.valid('json');
    return c.json(await openPicker(c.get('caller'), { url, dashboardOrigin }), 200);
  });

  app.openapi(guard(listTrackedEventVersionsRoute), async (c) => {
    const { trackedEventId } = c.req.valid('param');
    return c.json({ versions: await reads.versions(c.get('caller').project, trackedEventId) }, 200);
  });

  return app;
}
