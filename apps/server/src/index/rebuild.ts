import type { EventRow, Project, ReadTransaction } from '../store/store.ts';
import { type ApplyParts, insertUserBlock, toUserRowOrTombstone } from './apply-batch.ts';
import { createBlockInserter } from './block-inserter.ts';
import { shardsOf } from './engine.ts';
import { exclude } from './exclude.ts';
import type { IndexTarget } from './index-target.ts';
import { insertRows } from './insert-rows.ts';
import { toEventIndexRow, tryMakeRow } from './rows.ts';
import { createLedgers, createTables, newSuffix, plain, tableNames } from './schema.ts';
import { writePosition } from './write-position.ts';

export interface RebuildProgress {
  users: number;
  usersTotal: number;
  events: number;
  eventsTotal: number;
}

export interface RebuildOptions {
  generation: number;
  signal: AbortSignal;
  onProgress: (progress: RebuildProgress) => void;
}

/** Rows read from the store at once: they are read on the thread that also answers requests. */
const usersAtOnce = 200;
const eventsAtOnce = 1_000;

/**
 * Fills new tables from one snapshot of the store and returns them as a target at the position of
 * that snapshot, from which the log goes on. They are not the index yet. Memory is bounded by a
 * block of rows. Rejects with the signal's reason when it aborts.
 */
export async function fillNewTables(
  parts: ApplyParts,
  { generation, signal, onProgress }: RebuildOptions,
): Promise<IndexTarget> {
  const { engine, store } = parts;
  for (const name of tableNames) {
    await engine.execute(plain(`DROP TABLE IF EXISTS ${name}${newSuffix} SYNC`));
  }
  for (const shard of shardsOf(engine)) {
    const statements = [...createLedgers(shard), ...createTables(generation, newSuffix, shard)];
    for (const statement of statements) await shard.execute(statement);
  }
  return store.read(async (tx) => {
    const position = await tx.headPosition();
    const target: IndexTarget = {
      generation,
      suffix: newSuffix,
      position,
      eventsThrough: shardsOf(engine).map(() => position),
      excluded: new Map(),
      zoneChanges: new Map(),
    };
    const projects = await tx.projects();
    const progress = await countRows(tx, projects);
    const report = (kind: 'users' | 'events', count: number) => {
      signal.throwIfAborted();
      progress[kind] += count;
      onProgress({ ...progress });
    };
    // Events first: then it is known of whom a row is missing.
    for (const project of projects) {
      await copyEvents(parts, target, tx, project, (count) => report('events', count));
    }
    for (const project of projects) {
      await copyUsers(parts, target, tx, project, (count) => report('users', count));
    }
    // The index must never know more than the store would after a power cut.
    await store.settle();
    await writePosition(engine, target, position, []);
    return target;
  });
}

async function countRows(
  tx: ReadTransaction,
  projects: readonly Project[],
): Promise<RebuildProgress> {
  const progress = { users: 0, usersTotal: 0, events: 0, eventsTotal: 0 };
  for (const { number } of projects) {
    progress.usersTotal += await tx.countProfiles(number);
    progress.eventsTotal += await tx.countEvents(number);
  }
  return progress;
}

async function copyEvents(
  parts: ApplyParts,
  target: IndexTarget,
  tx: ReadTransaction,
  { number: project, timeZone }: Project,
  report: (count: number) => void,
): Promise<void> {
  const context = { project, rev: target.position, timeZone };
  const into = { table: 'events', suffix: target.suffix } as const;
  const insert = createBlockInserter((block) =>
    insertRows(parts.engine, into, block, (refused) => exclude(parts, target, refused)),
  );
  let last: EventRow | undefined;
  for (;;) {
    const events = await tx.scanEvents(project, last, eventsAtOnce);
    last = events.at(-1);
    if (last === undefined) break;
    for (const event of events) {
      const { number } = event;
      const { made, refused } = tryMakeRow({ project, number, rev: context.rev }, () =>
        toEventIndexRow(event, number, context),
      );
      if (made) await insert.add(made);
      else await exclude(parts, target, [refused]);
    }
    report(events.length);
  }
  await insert.end();
}

async function copyUsers(
  parts: ApplyParts,
  target: IndexTarget,
  tx: ReadTransaction,
  { number: project, timeZone }: Project,
  report: (count: number) => void,
): Promise<void> {
  const context = { project, rev: target.position, timeZone };
  const insert = createBlockInserter((block) => insertUserBlock(parts, target, block));
  let last = 0;
  for (;;) {
    const documents = await tx.scanProfiles(project, last, usersAtOnce);
    const end = documents.at(-1);
    if (end === undefined) break;
    last = end.number;
    for (const document of documents) {
      await insert.add(
        await toUserRowOrTombstone(parts, target, document.number, document, context),
      );
    }
    report(documents.length);
  }
  await insert.end();
}
