import type { NewTrackedEvent, TrackedEventChange, UseBody } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { refuseUnknownVersion, refuseVersion } from '../../http/if-match.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import type { TrackedEventRow } from '../../store/tracked-events.ts';
import { applyChange, checkTrackedEvent } from './check-tracked-event.ts';
import { toContent, toVersion } from './tracked-event-bodies.ts';
import { findTrackedEventUses } from './tracked-event-uses.ts';

/** Changes of no-code events. Each is one transaction with its audit entry, and resolves when durable. */
export interface TrackedEventWrites {
  /** Makes a draft. Throws as `checkTrackedEvent`. */
  create(caller: Caller, given: NewTrackedEvent): Promise<TrackedEventRow>;
  /** Throws a 412 when the stored version is not `expected`, and as `checkTrackedEvent`. */
  change(
    caller: Caller,
    id: string,
    expected: number,
    change: TrackedEventChange,
  ): Promise<TrackedEventRow>;
  /** Makes its content what it was in that version, whatever its status. Throws as `change`, and a 404. */
  restore(caller: Caller, id: string, expected: number, version: number): Promise<TrackedEventRow>;
  /**
   * Throws a 409 with `usedBy` while its event is used, unless those uses are to stay as they are; a 412 when
   * `expected` is given and outdated.
   */
  remove(
    caller: Caller,
    id: string,
    expected: number | undefined,
    uses: 'keep' | undefined,
  ): Promise<void>;
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
}

export function createTrackedEventWrites({ store, now, newId }: Parts): TrackedEventWrites {
  async function changeIn(
    tx: WriteTransaction,
    caller: Caller,
    { id, expected }: { id: string; expected: number },
    change: TrackedEventChange,
  ): Promise<TrackedEventRow> {
    const before = await readRow(tx, caller, id);
    if (before.version !== expected) throw refuseVersion('no-code event', before);
    const wished = applyChange(before, change);
    checkTrackedEvent(wished, before, await tx.trackedEvents(before.project));
    if (isSame(before, wished)) return before;
    const at = now();
    const stamps = { version: before.version + 1, updatedAt: at, updatedBy: caller.name };
    const after: TrackedEventRow = { ...wished, ...stamps };
    if (after.status === 'live') after.publishedAt ??= at;
    // The transaction has read this version and writers take turns: it cannot have moved on.
    if (!(await tx.updateTrackedEvent(after, before.version))) {
      throw refuseVersion('no-code event', before);
    }
    await tx.insertTrackedEventVersion(before.project, toVersion(before));
    await tx.insertAudit({
      project: before.project,
      at,
      by: caller.name,
      action: 'trackedEvent.updated',
      subject: id,
      before: toContent(before),
      after: toContent(after),
    });
    return after;
  }

  return {
    create: (caller, given) =>
      store.write(async (tx) => {
        const { number: project } = caller.project;
        const at = now();
        const by = caller.name;
        const id = newId();
        const stamps = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
        const row: TrackedEventRow = {
          id,
          project,
          version: 1,
          status: 'draft',
          ...given,
          ...stamps,
        };
        checkTrackedEvent(row, undefined, await tx.trackedEvents(project));
        await tx.insertTrackedEvent(row);
        const entry = { project, at, by, action: 'trackedEvent.created', subject: id };
        await tx.insertAudit({ ...entry, after: toContent(row) });
        return row;
      }),

    change: (caller, id, expected, change) =>
      store.write((tx) => changeIn(tx, caller, { id, expected }, change)),

    restore: (caller, id, expected, version) =>
      store.write(async (tx) => {
        const current = await readRow(tx, caller, id);
        const versions = await tx.trackedEventVersions(current.project, id);
        const earlier = [toVersion(current), ...versions].find((each) => each.version === version);
        if (earlier === undefined) throw refuseUnknownVersion(version);
        const { status: _, codeName, ...content } = toContent(earlier);
        // Once it is fixed, it is not what an earlier version can bring back.
        const named = current.publishedAt === undefined ? { ...content, codeName } : content;
        return changeIn(tx, caller, { id, expected }, named);
      }),

    remove: (caller, id, expected, wish) =>
      store.write(async (tx) => {
        const row = await readRow(tx, caller, id);
        if (expected !== undefined && row.version !== expected) {
          throw refuseVersion('no-code event', row);
        }
        const { project } = row;
        const all = findTrackedEventUses(await tx.segments(project), await tx.experiences(project));
        const uses = all.get(row.codeName) ?? [];
        if (uses.length > 0 && wish !== 'keep') throw refuseUsed(row, uses);
        await tx.insertTrackedEventVersion(project, toVersion(row));
        await tx.deleteTrackedEvent(project, id);
        await tx.insertAudit({
          project,
          at: now(),
          by: caller.name,
          action: 'trackedEvent.deleted',
          subject: id,
          before: toContent(row),
        });
      }),
  };
}

function isSame(before: TrackedEventRow, after: TrackedEventRow): boolean {
  return JSON.stringify(toContent(before)) === JSON.stringify(toContent(after));
}

async function readRow(
  tx: WriteTransaction,
  { project }: Caller,
  id: string,
): Promise<TrackedEventRow> {
  const row = await tx.trackedEvent(project.number, id);
  if (row === undefined) throw refuseMissing();
  return row;
}

/** The refusal of an id that no no-code event of the project has. */
export function refuseMissing(): HttpProblem {
  return new HttpProblem(404, 'tracked_event_not_found', 'There is no such no-code event.');
}

function refuseUsed({ name }: TrackedEventRow, usedBy: readonly UseBody[]): HttpProblem {
  const list = usedBy.map((use) => `“${use.name}”`).join(', ');
  const detail = `“${name}” is used by ${list}: with uses=keep they stay as they are.`;
  return new HttpProblem(409, 'tracked_event_in_use', detail, { extra: { usedBy } });
}
