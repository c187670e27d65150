import type { Logger } from 'pino';
import type { ProfileDocument } from '../modules/profiles/profile-document.ts';
import type { Store } from '../store/store.ts';
import { createBlockInserter } from './block-inserter.ts';
import { breathe } from './breathe.ts';
import { findShard, type IndexEngine } from './engine.ts';
import { exclude } from './exclude.ts';
import { type IndexTarget, userKey } from './index-target.ts';
import { insertRows } from './insert-rows.ts';
import { moveEvents } from './move-events.ts';
import { deleteOldEvents, deleteProjects, deleteUsers } from './mutations.ts';
import type { NextChanges } from './next-changes.ts';
import { type BatchPlan, type ProjectPlan, planBatch } from './plan-batch.ts';
import {
  type IndexRow,
  type RefusedRow,
  type RowBlock,
  type RowContext,
  toBlock,
  toEventIndexRow,
  toTombstoneRow,
  toUserIndexRow,
  tryMakeRow,
} from './rows.ts';
import { writeEventsThrough, writePosition } from './write-position.ts';

/** What applying a batch needs. */
export interface ApplyParts {
  store: Store;
  engine: IndexEngine;
  logger: Logger;
}

/** Read, or made into rows, at once: it happens on the thread that also answers requests. */
const profilesAtOnce = 100;
const eventsAtOnce = 250;

/**
 * Applies a non-empty run of the log that begins after the target's position, and moves the target.
 * Every statement can be repeated: after a failure at any of them, or the end of the process,
 * `openIndex` says where to go on (decision 0009).
 */
export async function applyBatch(
  parts: ApplyParts,
  target: IndexTarget,
  { changes, zones, rezoned }: NextChanges,
): Promise<void> {
  const { engine } = parts;
  const plan = planBatch(changes);
  await insertEvents(parts, target, plan, zones);
  // Out of the audiences first: between the statements nobody is in one as a user without her events.
  await insertTombstones(parts, target, plan);
  if (engine.cluster !== undefined && plan.projects.some(({ moves }) => moves.size > 0)) {
    await writeEventsThrough(engine, target, plan.through);
  }
  await moveEvents(engine, target.suffix, plan.projects);
  await deleteUsers(engine, target.suffix, plan.projects);
  await deleteOldEvents(engine, target.suffix, plan);
  await deleteProjects(engine, target, plan.projects);
  await insertUsers(parts, target, plan, zones);

  const zoneChanges = plan.projects.flatMap(({ project, zoneChange }) =>
    zoneChange === undefined || !rezoned.has(project) ? [] : [{ project, position: zoneChange }],
  );
  await writePosition(engine, target, plan.through, zoneChanges);
}

/** All in one block (of each shard), so that the highest `rev` says how far the events are. */
async function insertEvents(
  parts: ApplyParts,
  target: IndexTarget,
  { projects }: BatchPlan,
  zones: ReadonlyMap<number, string>,
): Promise<void> {
  const { engine } = parts;
  const rows: IndexRow[] = [];
  const unwritable: RefusedRow[] = [];
  for (const { project, events } of projects) {
    const timeZone = zones.get(project) ?? 'UTC';
    for (const [at, { event, number: owner, position }] of events.entries()) {
      if (at % eventsAtOnce === 0) await breathe();
      // Which shard takes a change must not depend on what came after it: a replay may end elsewhere.
      const number = engine.cluster === undefined ? owner : event.number;
      const through = target.eventsThrough[findShard(engine, number)] ?? 0;
      if (position <= through) continue;
      const context = { project, rev: position, timeZone };
      const { made, refused } = tryMakeRow({ project, number, rev: position }, () =>
        toEventIndexRow(event, number, context),
      );
      if (made) rows.push(made);
      else unwritable.push(refused);
    }
  }
  rows.sort((one, other) => one.rev - other.rev);
  const excludeAll = (refused: RefusedRow[]) => exclude(parts, target, refused);
  if (unwritable.length > 0) await excludeAll(unwritable);
  const into = { table: 'events', suffix: target.suffix } as const;
  await insertRows(engine, into, toBlock(rows), excludeAll);
}

async function insertTombstones(
  parts: ApplyParts,
  target: IndexTarget,
  { projects, through }: BatchPlan,
): Promise<void> {
  await passOnExclusions(parts, target, projects);
  const insert = createBlockInserter((block) => insertUserBlock(parts, target, block));
  for (const { project, gone } of projects) {
    for (const number of gone) await insert.add(toTombstoneRow(project, number, through));
  }
  await insert.end();
}

/** Whom an excluded user was merged into has her missing row now. */
async function passOnExclusions(
  parts: ApplyParts,
  target: IndexTarget,
  projects: readonly ProjectPlan[],
): Promise<void> {
  const inherited = projects.flatMap(({ project, moves }) =>
    [...moves].flatMap(([from, to]): RefusedRow[] => {
      const exclusion = target.excluded.get(userKey(project, from));
      if (exclusion === undefined || target.excluded.has(userKey(project, to))) return [];
      const { position, reason } = exclusion;
      return [{ row: { project, number: to, rev: position }, reason }];
    }),
  );
  if (inherited.length > 0) await exclude(parts, target, inherited);
}

/** Writes the touched users as they are now in the store, or as gone when they are no longer. */
async function insertUsers(
  parts: ApplyParts,
  target: IndexTarget,
  { projects, through }: BatchPlan,
  zones: ReadonlyMap<number, string>,
): Promise<void> {
  const insert = createBlockInserter(async (block) => {
    // They were read after the changes were, and may be newer.
    await parts.store.settle();
    await insertUserBlock(parts, target, block);
  });
  for (const { project, touched } of projects) {
    const numbers = [...touched];
    for (let start = 0; start < numbers.length; start += profilesAtOnce) {
      const some = numbers.slice(start, start + profilesAtOnce);
      await breathe();
      const documents = await parts.store.read((tx) => tx.profiles(project, some));
      const documentsByNumber = new Map(documents.map((one) => [one.number, one]));
      const context = { project, rev: through, timeZone: zones.get(project) ?? 'UTC' };
      for (const number of some) {
        const document = documentsByNumber.get(number);
        await insert.add(await toUserRowOrTombstone(parts, target, number, document, context));
      }
    }
  }
  await insert.end();
}

/** The user's row; a tombstone when she is no longer there or excluded. */
export async function toUserRowOrTombstone(
  parts: ApplyParts,
  target: IndexTarget,
  number: number,
  document: ProfileDocument | undefined,
  context: RowContext,
): Promise<IndexRow> {
  const { project, rev } = context;
  if (document === undefined || target.excluded.has(userKey(project, number))) {
    return toTombstoneRow(project, number, rev);
  }
  const { made, refused } = tryMakeRow({ project, number, rev }, () =>
    toUserIndexRow(document, context),
  );
  if (made) return made;
  await exclude(parts, target, [refused]);
  return toTombstoneRow(project, number, rev);
}

export function insertUserBlock(
  parts: ApplyParts,
  target: IndexTarget,
  block: RowBlock,
): Promise<void> {
  const into = { table: 'users', suffix: target.suffix } as const;
  return insertRows(parts.engine, into, block, (refused) => exclude(parts, target, refused));
}
