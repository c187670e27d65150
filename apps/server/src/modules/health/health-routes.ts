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
import type { ComparisonCounts } from '../membership/comparison-tally.ts';
import type { Metrics } from './metrics.ts';

interface Parts {
  store: Store;
  indexer: Indexer;
  metrics: Metrics;
  /** Of live membership and the index. */
  comparisons: () => ComparisonCounts;
  /** What must be shown to read the metrics; absent, nothing. */
  metricsToken?: string | undefined;
}

/** What watches the process asks, without a key. */
export function createHealthRoutes(guard: GuardRoute, parts: Parts) {
  const { store, indexer, metrics, comparisons, metricsToken } = parts;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(healthRoute), (c) => c.json({ status: 'ok' as const }, 200));

  app.openapi(guard(readinessRoute), async (c) => {
    const head = await readHead(store);
    const { state, head: seen, position } = indexer.status();
    const isReady = head !== undefined && state === 'following';
    const body: ReadinessBody = {
      status: isReady ? 'ready' : 'not ready',
      store: head === undefined ? 'unusable' : 'usable',
      index: { state, behind: Math.max(0, (head ?? seen) - position) },
      liveMembership: describeComparisons(comparisons()),
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

/** It says what was found, and makes nothing unready: the server answers by the repaired members, or the index. */
function describeComparisons(counts: ComparisonCounts): ReadinessBody['liveMembership'] {
  const { compared, repaired, indexDiffers, comparedAt } = counts;
  const at = comparedAt === undefined ? null : new Date(comparedAt).toISOString();
  return { compared, repaired, indexDiffers, comparedAt: at };
}

/** In a time that says nothing of how much of it is right. */
function isShown(headers: Headers, token: string): boolean {
  const [, shown] = /^bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '') ?? [];
  return (
    shown !== undefined && timingSafeEqual(Buffer.from(hashKey(shown)), Buffer.from(hashKey(token)))
  );
}

/**
 * Where the change log ends, or nothing when the store cannot be read. An indexer that has no index to
 * write to does not look.
 */
async function readHead(store: Store): Promise<number | undefined> {
  try {
    return await store.headPosition();
  } catch (error) {
    // Its message stays here: whoever asks this has shown no key.
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
