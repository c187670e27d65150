import { timingSafeEqual } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { healthRoute, metricsRoute, type ReadinessBody, readinessRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { hashKey } from '../../http/hash-key.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Indexer } from '../../index/indexer.ts';
import type { Store } from '../../store/store.ts';
import { StoreError } from '../../store/store-errors.ts';
import type { Metrics } from './metrics.ts';

interface Parts {
  store: Store;
  indexer: Indexer;
  metrics: Metrics;
  /** What must be shown to read the metrics; absent, nothing. */
  metricsToken?: string | undefined;
}

/** What watches the process asks, without a key. */
export function createHealthRoutes(guard: GuardRoute, parts: Parts) {
  const { store, indexer, metrics, metricsToken } = parts;
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
    if (metricsToken !== undefined && !isShown(c.req.raw.headers, metricsToken)) {
      const detail = 'Show the token of MUSTER_METRICS_TOKEN: authorization: Bearer <token>.';
      throw new HttpProblem(401, 'unauthenticated', detail);
    }
    const text = await metrics.render();
    return c.text(text, 200, { 'content-type': metrics.contentType });
  });

  return app;
}

/** In a time that says nothing of how much of it is right. */
function isShown(headers: Headers, token: string): boolean {
  const [, shown] = /^bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '') ?? [];
  return (
    shown !== undefined && timingSafeEqual(Buffer.from(hashKey(shown)), Buffer.from(hashKey(token)))
  );
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
