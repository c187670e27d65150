import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeSegmentRoute,
  createSegmentRoute,
  deleteSegmentRoute,
  duplicateSegmentRoute,
  getSegmentRoute,
  listSegmentSizesRoute,
  listSegmentsRoute,
  listSegmentVersionsRoute,
  restoreSegmentRoute,
  type SegmentBody,
} from '@muster/protocol';
import type { Context } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { readVersion, requireVersion, toEtag } from '../../http/if-match.ts';
import type { SegmentReads } from './segment-reads.ts';
import type { SegmentWrites } from './segment-writes.ts';

/** How long the reply to a write may wait for the audience that it shows. */
const countForMs = 5_000;

/** Saved segments: reading, writing and their history. */
export function createSegmentRoutes(guard: GuardRoute, reads: SegmentReads, writes: SegmentWrites) {
  const app = new OpenAPIHono<AppEnv>();

  function readWritten(c: Context<AppEnv>, id: string): Promise<SegmentBody> {
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(countForMs)]);
    return reads.get(c.get('caller').project, id, { audience: 'try', signal });
  }

  app.openapi(guard(listSegmentsRoute), async (c) => {
    const counting = { ...c.req.valid('query'), signal: c.req.raw.signal };
    return c.json({ segments: await reads.list(c.get('caller').project, counting) }, 200);
  });

  app.openapi(guard(createSegmentRoute), async (c) => {
    const { id } = await writes.create(c.get('caller'), c.req.valid('json'));
    const body = await readWritten(c, id);
    return c.json(body, 201, toEtag(body));
  });

  app.openapi(guard(getSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const counting = { ...c.req.valid('query'), signal: c.req.raw.signal };
    const body = await reads.get(c.get('caller').project, segmentId, counting);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(changeSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    await writes.change(c.get('caller'), segmentId, expected, c.req.valid('json'));
    const body = await readWritten(c, segmentId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(restoreSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    const { version, uses } = c.req.valid('json');
    const wish = { version, resumes: uses === 'resume' };
    await writes.restore(c.get('caller'), segmentId, expected, wish);
    const body = await readWritten(c, segmentId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(deleteSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const expected = readVersion(c.req.valid('header')['if-match']);
    const { uses: others, pause, everyone } = c.req.valid('query');
    await writes.remove(c.get('caller'), segmentId, expected, { others, pause, everyone });
    return c.body(null, 204);
  });

  app.openapi(guard(duplicateSegmentRoute), async (c) => {
    const { id } = await writes.duplicate(c.get('caller'), c.req.valid('param').segmentId);
    const body = await readWritten(c, id);
    return c.json(body, 201, toEtag(body));
  });

  app.openapi(guard(listSegmentSizesRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const { days } = c.req.valid('query');
    const sizes = await reads.sizes(c.get('caller').project, segmentId, days);
    return c.json({ sizes }, 200);
  });

  app.openapi(guard(listSegmentVersionsRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    return c.json({ versions: await reads.versions(c.get('caller').project, segmentId) }, 200);
  });

  return app;
}
