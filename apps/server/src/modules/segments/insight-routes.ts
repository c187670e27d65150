import { OpenAPIHono } from '@hono/zod-openapi';
import { assessImpactRoute, compareSegmentsRoute, foretellSegmentRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { toNativeView } from '../profiles/profile-view.ts';
import type { Moved, SegmentInsights } from './segment-insights.ts';

/** What a change of a segment would do, and how two of them lie to each other. */
export function createInsightRoutes(guard: GuardRoute, insights: SegmentInsights) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(assessImpactRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const { conditions } = c.req.valid('json');
    const { project } = c.get('caller');
    const impact = await insights.impact(project, segmentId, conditions, c.req.raw.signal);
    const { enter, leave, now, ...rest } = impact;
    return c.json(
      {
        ...rest,
        enter: toMovedBody(enter),
        leave: toMovedBody(leave),
        now: new Date(now).toISOString(),
      },
      200,
    );
  });

  app.openapi(guard(foretellSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const { project } = c.get('caller');
    const { enter, leave, now, until } = await insights.foretell(
      project,
      segmentId,
      c.req.raw.signal,
    );
    return c.json(
      {
        enter: toMovedBody(enter),
        leave: toMovedBody(leave),
        now: new Date(now).toISOString(),
        until: new Date(until).toISOString(),
      },
      200,
    );
  });

  app.openapi(guard(compareSegmentsRoute), async (c) => {
    const { segmentId, otherId } = c.req.valid('param');
    const ids: [string, string] = [segmentId, otherId];
    const { now, ...rest } = await insights.overlap(c.get('caller').project, ids, c.req.raw.signal);
    return c.json({ ...rest, now: new Date(now).toISOString() }, 200);
  });

  return app;
}

function toMovedBody({ count, documents }: Moved) {
  return { count, users: documents.map(toNativeView) };
}
