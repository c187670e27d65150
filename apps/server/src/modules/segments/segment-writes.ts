import type { NewSegment, SegmentChange, UseBody } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { refuseUnknownVersion, refuseVersion } from '../../http/if-match.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { SegmentRow, SegmentVersion, Store, WriteTransaction } from '../../store/store.ts';
import { readNamed } from '../experiences/existing-ids.ts';
import { announceSegment } from '../webhooks/announce-segment.ts';
import { checkTree } from './check-tree.ts';
import { nameCopy } from './name-copy.ts';
import { toBadge } from './segment-bodies.ts';
import { findUses } from './segment-uses.ts';
import { readUsesWish, settleUses, type UsesWish, unsettleUses } from './settle-uses.ts';

/** Changes of segments. Each is one transaction with its audit entry, and resolves when durable. */
export interface SegmentWrites {
  create(caller: Caller, segment: NewSegment): Promise<SegmentRow>;
  /** The same in a transaction of somebody else. */
  createIn(tx: WriteTransaction, caller: Caller, segment: NewSegment): Promise<SegmentRow>;
  /** Throws a 412 when the stored version is not `expected`. */
  change(caller: Caller, id: string, expected: number, wishes: SegmentChange): Promise<SegmentRow>;
  /**
   * Makes it what it was in that version, by a new one; a deleted one comes back under its id, and by
   * `resumes` what its deletion did to experiences is undone. Throws as `change`, and a 404 without such a
   * version.
   */
  restore(
    caller: Caller,
    id: string,
    expected: number,
    wish: { version: number; resumes: boolean },
  ): Promise<SegmentRow>;
  duplicate(caller: Caller, id: string): Promise<SegmentRow>;
  /**
   * Throws a 409 with `usedBy` while segments use it, or experiences and `uses` does not say what becomes
   * of each; a 412 when `expected` is given and outdated; and as `readUsesWish`.
   */
  remove(caller: Caller, id: string, expected: number | undefined, uses: UsesWish): Promise<void>;
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
  /** Called when webhooks may have something to be told. */
  onAnnounce: () => void;
}

export function createSegmentWrites({ store, now, newId, onAnnounce }: Parts): SegmentWrites {
  /** Writes, and has it told at once. */
  async function write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const result = await store.write(work);
    onAnnounce();
    return result;
  }

  async function insert(
    tx: WriteTransaction,
    { project, name: by }: Caller,
    content: Pick<SegmentRow, 'name' | 'description' | 'conditions' | 'badge'>,
    id: string,
  ): Promise<SegmentRow> {
    const at = now();
    const stamps = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
    const row = { id, project: project.number, version: 1, ...content, ...stamps };
    await tx.insertSegment(row);
    const entry = { project: project.number, at, by, action: 'segment.created', subject: id };
    await tx.insertAudit({ ...entry, after: toContent(row) });
    await announceSegment(tx, { type: 'segment.created', row, by, at, newId });
    return row;
  }

  /** What a tree is checked against, read in the transaction that saves it. */
  async function readSurroundings(tx: WriteTransaction, { project }: Caller) {
    const segments = await tx.segments(project.number);
    const named = await readNamed(tx, project.number);
    const timeZone = (await tx.project(project.id))?.timeZone ?? project.timeZone;
    return { segments, ...named, timeZone, now: now() };
  }

  async function changeIn(
    tx: WriteTransaction,
    caller: Caller,
    { id, expected }: { id: string; expected: number },
    wishes: SegmentChange,
  ): Promise<SegmentRow> {
    const before = await readRow(tx, caller, id);
    if (before.version !== expected) throw refuseVersion('segment', before);
    const name = wishes.name ?? before.name;
    const changed = { ...before, name, description: wishes.description ?? before.description };
    if (wishes.badge) changed.badge = toBadge(wishes.badge);
    else if (wishes.badge === null) delete changed.badge;
    if (wishes.conditions !== undefined) {
      const surroundings = await readSurroundings(tx, caller);
      changed.conditions = checkTree(wishes.conditions, { id, name }, surroundings);
    }
    if (isSame(before, changed)) return before;
    const at = now();
    const after = { ...changed, version: expected + 1, updatedAt: at, updatedBy: caller.name };
    // The transaction has read this version and writers take turns: it cannot have moved on.
    if (!(await tx.updateSegment(after, expected))) throw refuseVersion('segment', before);
    await tx.insertSegmentVersion(before.project, toVersion(before));
    await tx.insertAudit({
      project: before.project,
      at,
      by: caller.name,
      action: 'segment.updated',
      subject: id,
      before: toContent(before),
      after: toContent(after),
    });
    await announceSegment(tx, { type: 'segment.updated', row: after, by: caller.name, at, newId });
    return after;
  }

  /** Brings back a deleted segment with the content of a version; `versions` are all, newest first. */
  async function revive(
    tx: WriteTransaction,
    caller: Caller,
    wish: {
      expected: number;
      earlier: SegmentVersion;
      versions: readonly SegmentVersion[];
      resumes: boolean;
    },
  ): Promise<SegmentRow> {
    const { expected, earlier, versions, resumes } = wish;
    const { segmentId: id, name, description, badge } = earlier;
    const { number: project } = caller.project;
    const [latest = earlier, first = earlier] = [versions[0], versions.at(-1)];
    if (latest.version !== expected) {
      throw refuseVersion('segment', { ...latest, updatedAt: latest.at, updatedBy: latest.by });
    }
    // What its conditions name may have been deleted since.
    const surroundings = await readSurroundings(tx, caller);
    const conditions = checkTree(earlier.conditions, { id, name }, surroundings);
    const content = { name, description, conditions, ...(badge && { badge }) };
    const [at, by] = [now(), caller.name];
    const stamps = { createdAt: first.at, createdBy: first.by, updatedAt: at, updatedBy: by };
    const row = { id, project, version: expected + 1, ...content, ...stamps };
    await tx.insertSegment(row);
    const entry = { project, at, by, action: 'segment.restored', subject: id };
    await tx.insertAudit({ ...entry, after: toContent(row) });
    await announceSegment(tx, { type: 'segment.created', row, by, at, newId });
    if (resumes && latest.settled) {
      const revived = { ...surroundings, segments: [...surroundings.segments, row] };
      await unsettleUses(tx, latest.settled, revived, { by, at });
    }
    return row;
  }

  async function createIn(tx: WriteTransaction, caller: Caller, wish: NewSegment) {
    const { name, description, badge, conditions } = wish;
    const id = newId();
    const tree = checkTree(conditions, { id, name }, await readSurroundings(tx, caller));
    const content = { name, description, conditions: tree };
    return insert(tx, caller, { ...content, ...(badge && { badge: toBadge(badge) }) }, id);
  }

  return {
    createIn,
    create: (caller, segment) => write((tx) => createIn(tx, caller, segment)),

    change: (caller, id, expected, wishes) =>
      write((tx) => changeIn(tx, caller, { id, expected }, wishes)),

    restore: (caller, id, expected, { version, resumes }) =>
      write(async (tx) => {
        const { number } = caller.project;
        const current = await tx.segment(number, id);
        const kept = await tx.segmentVersions(number, id);
        const versions = current ? [toVersion(current), ...kept] : kept;
        if (versions.length === 0) throw refuseMissing();
        const earlier = versions.find((each) => each.version === version);
        if (earlier === undefined) throw refuseUnknownVersion(version);
        if (current === undefined) {
          return revive(tx, caller, { expected, earlier, versions, resumes });
        }
        const { name, description, badge = null, conditions } = earlier;
        return changeIn(tx, caller, { id, expected }, { name, description, badge, conditions });
      }),

    duplicate: (caller, id) =>
      write(async (tx) => {
        const { name, description, badge, conditions } = await readRow(tx, caller, id);
        const copy = { name: nameCopy(name), description, conditions: structuredClone(conditions) };
        return insert(tx, caller, { ...copy, ...(badge && { badge: { ...badge } }) }, newId());
      }),

    remove: (caller, id, expected, uses) =>
      write(async (tx) => {
        const row = await readRow(tx, caller, id);
        if (expected !== undefined && row.version !== expected) throw refuseVersion('segment', row);
        const experiences = await tx.experiences(row.project);
        const usedBy = findUses(await tx.segments(row.project), experiences).get(id) ?? [];
        if (usedBy.some(({ type }) => type === 'segment')) throw refuseUsed(row, usedBy);
        const wishes = readUsesWish(uses, usedBy);
        if (wishes === undefined) throw refuseUsed(row, usedBy);
        const at = now();
        const settled = await settleUses(tx, experiences, id, wishes, { by: caller.name, at });
        const last = { ...toVersion(row), ...(settled.length > 0 && { settled }) };
        await tx.insertSegmentVersion(row.project, last);
        await tx.deleteSegment(row.project, id);
        await tx.insertAudit({
          project: row.project,
          at,
          by: caller.name,
          action: 'segment.deleted',
          subject: id,
          before: toContent(row),
        });
        await announceSegment(tx, { type: 'segment.deleted', row, by: caller.name, at, newId });
      }),
  };
}

async function readRow(tx: WriteTransaction, { project }: Caller, id: string): Promise<SegmentRow> {
  const row = await tx.segment(project.number, id);
  if (row === undefined) throw refuseMissing();
  return row;
}

/** The refusal of an id that no segment of the project has. */
export function refuseMissing(): HttpProblem {
  return new HttpProblem(404, 'segment_not_found', 'There is no such segment.');
}

/**
 * Uses by segments cannot be settled by `?uses=`: pausing means nothing to a segment, and leaving
 * the condition out would widen or narrow an audience that nobody has looked at.
 */
function refuseUsed({ name }: SegmentRow, usedBy: readonly UseBody[]): HttpProblem {
  const list = usedBy.map((use) => `“${use.name}”`).join(', ');
  const detail = usedBy.some(({ type }) => type === 'segment')
    ? `“${name}” is used by ${list}: take it out there first.`
    : `“${name}” is used by ${list}: say of each whether it is paused or shown to everyone.`;
  return new HttpProblem(409, 'segment_in_use', detail, { extra: { usedBy } });
}

/** What of a segment people wrote: shown in the audit log as before and after. */
function toContent({ name, description, badge, conditions }: SegmentRow) {
  return { name, description, ...(badge && { badge }), conditions };
}

function isSame(one: SegmentRow, other: SegmentRow): boolean {
  return JSON.stringify(toContent(one)) === JSON.stringify(toContent(other));
}

/** The version as it was: who made it, and when. */
export function toVersion(row: SegmentRow): SegmentVersion {
  const { id, version, updatedAt, updatedBy } = row;
  return { segmentId: id, version, ...toContent(row), at: updatedAt, by: updatedBy };
}
