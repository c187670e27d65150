import { pino } from 'pino';
import type { IndexEngine, IndexEngines } from '../../src/index/engine.ts';
import { createIndexer, type Indexer, type IndexerOptions } from '../../src/index/indexer.ts';
import { plain } from '../../src/index/schema.ts';
import { type VerifyReport, verifyIndex } from '../../src/index/verify.ts';
import type { Store } from '../../src/store/store.ts';
import { noon } from './test-store.ts';

/** An indexer that says nothing and does not wait for changes to gather. */
export function createTestIndexer(
  store: Store,
  engines: IndexEngines,
  options: Partial<IndexerOptions> = {},
): Indexer {
  const logger = pino({ level: 'silent' });
  return createIndexer({
    ...{ store, engines, logger, now: () => noon, pollEveryMs: 20, lingerMs: 0, purgeAfterMs: 0 },
    ...options,
  });
}

/** Follows the log until its head, with an indexer of its own. */
export async function followToHead(
  store: Store,
  engines: IndexEngines,
  options: Partial<IndexerOptions> = {},
): Promise<void> {
  const indexer = createTestIndexer(store, engines, options);
  indexer.start();
  try {
    await indexer.caughtUp();
  } finally {
    await indexer.stop();
  }
}

/** What `verifyIndex` finds. */
export function verify(store: Store, engines: IndexEngines): Promise<VerifyReport> {
  return verifyIndex({ store, engine: engines.background });
}

/** Numbers of the events of each user in the index: `{number: count}`. */
export async function countEvents(
  engine: IndexEngine,
  project: number,
): Promise<Record<string, number>> {
  const rows = await engine.query<{ number: number; n: string }>(
    plain(
      `SELECT number, count() AS n FROM events WHERE project = ${project} GROUP BY number ORDER BY number`,
    ),
  );
  return Object.fromEntries(rows.map(({ number, n }) => [number, Number(n)]));
}

/** Numbers of the users in the index. */
export async function listUsers(engine: IndexEngine, project: number): Promise<number[]> {
  const rows = await engine.query<{ number: number }>(
    plain(`SELECT number FROM users FINAL WHERE project = ${project} ORDER BY number`),
  );
  return rows.map(({ number }) => number);
}
