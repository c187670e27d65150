import { OpenAPIHono } from '@hono/zod-openapi';
import { healthRoute, metricsRoute, type ReadinessBody, readinessRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Indexer } from '../../index/indexer.ts';
import type { Store } from '../../store/store.ts';
import { StoreError } from '../../store/store-errors.ts';
import type { Metrics } from './metrics.ts';

interface Parts {
  store: Store;
  indexer: Indexer;
  metrics: Metrics;
}

/** What watches the process asks, without a key. */
export function createHealthRoutes(guard: GuardRoute, { store, indexer, metrics }: Parts) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(healthRoute), (c) => c.json({ status: 'ok' as const }, 200));

  app.openapi(guard(readinessRoute), async (c) => {
    const isStoreUsable = await canRead(store);
    const { state, head, position } = indexer.status();
    const isReady = isStoreUsable && state === 'following';
    const body: ReadinessBody = {
      status: isReady ? 'ready' : 'not ready',
      store: isStoreUsable ? 'usable' : 'unusable',
      index: { state, behind: Math.max(0, head - position) },
    };
    return isReady ? c.json(body, 200) : c.json(body, 503);
  });

  app.openapi(guard(metricsRoute), async (c) => {
    const text = await metrics.render();
    return c.text(text, 200, { 'content-type': metrics.contentType });
  });

  return app;
}

async function canRead(store: Store): Promise<boolean> {
  try {
    await store.headPosition();
    return true;
  } catch (error) {
    // Its message stays here: whoever asks this has shown no key.
    if (error instanceof StoreError) return false;
    throw error;
  }
}
