import { toEventRow, toUserRow } from '@muster/conditions';
import type { IndexEngine } from '../../../apps/server/src/index/engine.ts';
import { makeEvent, makeProfile } from './population.ts';

const batchSize = 100_000;

/** Fills the empty tables of an index with the benchmark's population, as project 1. */
export async function fillIndex(engine: IndexEngine, users: number, events: number): Promise<void> {
  await insertAll(engine, 'users', users, (i) =>
    toUserRow({
      project: 1,
      number: i + 1,
      rev: 1,
      deleted: false,
      anonymousId: undefined,
      profile: makeProfile(i + 1),
      timeZone: 'UTC',
    }),
  );
  await insertAll(engine, 'events', events, (i) => {
    const { number, name, timestamp, properties } = makeEvent(i, users);
    const source = 'api' as const;
    return toEventRow({
      project: 1,
      number,
      rev: 1,
      source,
      name,
      timestamp,
      properties,
      timeZone: 'UTC',
    });
  });
}

async function insertAll(
  engine: IndexEngine,
  table: string,
  count: number,
  toRow: (i: number) => string,
): Promise<void> {
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const lines = Array.from({ length: size }, (_, i) => toRow(start + i));
    await engine.insert(table, Buffer.from(lines.join('\n')));
    process.stderr.write(`\r${table}: ${start + size} of ${count}   `);
  }
  process.stderr.write('\n');
}
