import { toEventRow, toUserRow } from '@muster/conditions';
import { findShard, type IndexEngine, shardsOf } from '../../../apps/server/src/index/engine.ts';
import { openIndex } from '../../../apps/server/src/index/open-index.ts';
import { createLedgers, createTables } from '../../../apps/server/src/index/schema.ts';
import { makeEvent, makeProfile } from './population.ts';

const batchSize = 100_000;

/** Makes the tables of an index, on a cluster on each shard and those that show all. */
export async function makeTables(engine: IndexEngine): Promise<void> {
  for (const shard of shardsOf(engine)) {
    for (const statement of [...createLedgers(shard), ...createTables(1, '', shard)]) {
      await shard.execute(statement);
    }
  }
  await openIndex(engine);
}

/** Fills the empty tables of an index with the benchmark's population, as that project. */
export async function fillIndex(
  engine: IndexEngine,
  users: number,
  events: number,
  project = 1,
): Promise<void> {
  await insertAll(engine, 'users', users, (i) => ({
    number: i + 1,
    row: toUserRow({
      project,
      number: i + 1,
      rev: 1,
      deleted: false,
      anonymousId: undefined,
      profile: makeProfile(i + 1),
      timeZone: 'UTC',
    }),
  }));
  await insertAll(engine, 'events', events, (i) => {
    const { number, name, timestamp, properties } = makeEvent(i, users);
    const source = 'api' as const;
    const rest = { source, name, timestamp, properties, timeZone: 'UTC' };
    return { number, row: toEventRow({ project, number, rev: 1, ...rest }) };
  });
}

async function insertAll(
  engine: IndexEngine,
  table: string,
  count: number,
  toRow: (i: number) => { number: number; row: string },
): Promise<void> {
  const shards = shardsOf(engine);
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const lines = shards.map((): string[] => []);
    for (let i = start; i < start + size; i += 1) {
      const { number, row } = toRow(i);
      lines[findShard(engine, number)]?.push(row);
    }
    for (const [at, shard] of shards.entries()) {
      const rows = lines[at] ?? [];
      if (rows.length > 0) await shard.insert(table, Buffer.from(rows.join('\n')));
    }
    process.stderr.write(`\r${table}: ${start + size} of ${count}   `);
  }
  process.stderr.write('\n');
}
