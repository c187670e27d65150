import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeSourceRoute,
  createSourceRoute,
  deleteSourceErrorRoute,
  deleteSourceRoute,
  getSourceAccessRoute,
  getSourceRoute,
  listSourceDeliveriesRoute,
  listSourceErrorsRoute,
  listSourcePresetsRoute,
  listSourcesRoute,
  previewSourceRoute,
  replaySourceErrorRoute,
  rotateSourceRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { requireVersion, toEtag } from '../../http/if-match.ts';
import type { createSourcePreview } from './preview-source.ts';
import { toAccessBody, toErrorBody, toIso, toSourceBody } from './source-body.ts';
import type { SourceErrorsService } from './source-errors-service.ts';
import { sourcePresets } from './source-presets.ts';
import type { SourceService } from './source-service.ts';

interface Parts {
  sources: SourceService;
  errors: SourceErrorsService;
  preview: ReturnType<typeof createSourcePreview>;
  now: () => number;
}

/** Everything about sources but what they send. */
export function createSourceRoutes(guard: GuardRoute, parts: Parts) {
  const { sources, errors, preview, now } = parts;
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(listSourcesRoute), async (c) =>
    c.json({ sources: (await sources.list(c.get('caller'))).map(toSourceBody) }, 200),
  );
  app.openapi(guard(createSourceRoute), async (c) => {
    const view = await sources.create(c.get('caller'), c.req.valid('json'));
    const access = toAccessBody(view.source, now());
    return c.json({ ...toSourceBody(view), access }, 201);
  });
  app.openapi(guard(previewSourceRoute), async (c) => {
    const shown = await preview(c.get('caller'), c.req.valid('json'));
    return c.json(shown, 200);
  });
  app.openapi(guard(listSourcePresetsRoute), (c) => c.json({ presets: [...sourcePresets] }, 200));
  app.openapi(guard(getSourceRoute), async (c) => {
    const view = await sources.get(c.get('caller'), c.req.valid('param').sourceId);
    return c.json(toSourceBody(view), 200, toEtag(view.source));
  });
  app.openapi(guard(changeSourceRoute), async (c) => {
    const expected = requireVersion(c.req.valid('header')['if-match']);
    const { sourceId } = c.req.valid('param');
    const view = await sources.change(c.get('caller'), sourceId, expected, c.req.valid('json'));
    return c.json(toSourceBody(view), 200, toEtag(view.source));
  });
  app.openapi(guard(deleteSourceRoute), async (c) => {
    await sources.remove(c.get('caller'), c.req.valid('param').sourceId);
    return c.body(null, 204);
  });
  app.openapi(guard(getSourceAccessRoute), async (c) => {
    const { source } = await sources.get(c.get('caller'), c.req.valid('param').sourceId);
    return c.json(toAccessBody(source, now()), 200);
  });
  app.openapi(guard(rotateSourceRoute), async (c) => {
    const { sourceId } = c.req.valid('param');
    const source = await sources.rotate(c.get('caller'), sourceId, c.req.valid('json'));
    return c.json(toAccessBody(source, now()), 200);
  });
  app.openapi(guard(listSourceErrorsRoute), async (c) => {
    const found = await errors.list(c.get('caller'), c.req.valid('param').sourceId);
    return c.json({ errors: found.map(toErrorBody) }, 200);
  });
  app.openapi(guard(deleteSourceErrorRoute), async (c) => {
    const { sourceId, errorId } = c.req.valid('param');
    await errors.remove(c.get('caller'), sourceId, errorId);
    return c.body(null, 204);
  });
  app.openapi(guard(replaySourceErrorRoute), async (c) => {
    const { sourceId, errorId } = c.req.valid('param');
    const { receipt, error } = await errors.replay(c.get('caller'), sourceId, errorId);
    return c.json(
      {
        accepted: receipt.accepted > 0,
        duplicate: receipt.duplicates > 0,
        refusals: receipt.rejected.map(({ index: _, ...refusal }) => refusal),
        error: error ? toErrorBody(error) : null,
      },
      200,
    );
  });
  app.openapi(guard(listSourceDeliveriesRoute), async (c) => {
    const found = await errors.listDeliveries(c.get('caller'), c.req.valid('param').sourceId);
    const deliveries = found.map(({ at, refusal, ...counts }) => ({
      receivedAt: toIso(at),
      ...counts,
      refusal: refusal ?? null,
    }));
    return c.json({ deliveries }, 200);
  });
  return app;
}
