import { createHash } from 'node:crypto';
import type { Instant } from '@muster/conditions';
import type { Project, ReadTransaction, Store, WriteTransaction } from '../../store/store.ts';
import { type ToldPart, type ToldProject, usersAPart } from '../../store/told-members.ts';
import { announceMoves, type MoveNews, readMovers } from '../webhooks/announce-moves.ts';
import type { Bitset } from './bitset.ts';
import type { KeptMembers } from './kept-members.ts';
import type { Transition } from './membership.ts';
import { asksForMoves, recordMoves } from './move-events.ts';
import type { MemberSegment } from './segment-table.ts';
import { StartOver } from './start-over.ts';

/** Who was in which segment when whoever listens was told of it last. */
export interface MoveRecord extends ToldProject {
  segments: ReadonlyMap<string, { meaning: string; members: Bitset }>;
}

/** Reads what is on record of a project; `undefined`: nothing is. */
export async function readMoveRecord(
  tx: ReadTransaction,
  project: number,
): Promise<MoveRecord | undefined> {
  const told = await tx.toldProject(project);
  if (told === undefined) return undefined;
  const segments = new Map<string, { meaning: string; members: Bitset }>();
  for (const { id, meaning } of await tx.toldSegments(project)) {
    segments.set(id, { meaning, members: joinParts(await tx.toldParts(project, id)) });
  }
  return { ...told, segments };
}

/** What of two definitions is equal where both mean the same, in few bytes. */
export function toMeaningKey({ meaning }: Pick<MemberSegment, 'meaning'>): string {
  return createHash('sha256').update(meaning).digest('base64url');
}

/** Keeps what has been told, together with the telling. */
export interface MoveTeller {
  /** Remembers what a step has found; of segments that nobody has been told of yet it is no news. */
  collect(transitions: readonly Transition[]): void;
  /**
   * Tells what was collected and puts on record who is where, in one transaction; only while nobody is due
   * at the instant of the last step. Throws a `StartOver` when somebody else has told of it.
   */
  tell(): Promise<void>;
}

/** Who tells, and how. */
export interface Telling {
  /** Whether this process is the one that tells. */
  mayTell: () => boolean;
  newId: () => string;
  /** Called when webhooks have something to be sent. */
  onTold: () => void;
}

interface Parts {
  store: Store;
  project: Project;
  now: () => Instant;
  telling: Telling;
}

/** How far the record may be behind while nobody moves: data, and time alone. */
const recordDataEveryMs = 1_000;
const recordTimeEveryMs = 60_000;

const wordsAPart = usersAPart / 32;

/** @param record what `kept` was restored from; absent: there is none */
export function createMoveTeller(
  { store, project: { id, number }, now, telling }: Parts,
  kept: KeptMembers,
  record: MoveRecord | undefined,
): MoveTeller {
  const { membership } = kept;
  const recorded = new Set(record?.segments.keys());
  let told: ToldProject | undefined = record;
  let moves: MoveNews[] = [];
  /** Parts of members to be written, by segment. */
  let touched = new Map<string, Set<number>>();

  function isRecordDue(): boolean {
    if (told === undefined) return true;
    if (kept.position !== told.position) return membership.now - told.at >= recordDataEveryMs;
    return membership.now - told.at >= recordTimeEveryMs;
  }

  function isEvent({ segment }: MoveNews): boolean {
    const plan = kept.plans.get(segment.id);
    return plan !== undefined && !asksForMoves(plan);
  }

  async function tellOf(tx: WriteTransaction, told: readonly MoveNews[]): Promise<void> {
    const { newId } = telling;
    const people = await readMovers(tx, number, told);
    await announceMoves(tx, number, told, { people, now: now(), newId });
    if (!(await tx.project(id))?.recordsMoves) return;
    await recordMoves(tx, number, told.filter(isEvent), { people, names: kept.names, newId });
  }

  /** Resolves with what is on record then. */
  async function write(
    tx: WriteTransaction,
    untold: readonly MemberSegment[],
  ): Promise<ToldProject> {
    const last = await tx.toldProject(number);
    if (last?.revision !== told?.revision) throw new StartOver('somebody else tells of moves');
    if (moves.length > 0) await tellOf(tx, moves);
    for (const segment of recorded) {
      if (membership.segment(segment) === undefined) await tx.deleteToldSegment(number, segment);
    }
    const changed: ToldPart[] = [];
    for (const segment of untold) {
      await tx.startToldSegment(number, { id: segment.id, meaning: toMeaningKey(segment) });
      changed.push(...listParts(segment, membership.everyone));
    }
    for (const [id, places] of touched) {
      const segment = membership.segment(id);
      if (segment?.isTold) for (const part of places) changed.push(toPart(segment, part));
    }
    await tx.putToldParts(number, changed);
    const { position, timeZone } = kept;
    const revision = (told?.revision ?? 0) + 1;
    const next: ToldProject = { revision, position, at: membership.now, timeZone };
    await tx.putToldProject(number, next);
    return next;
  }

  return {
    collect(transitions) {
      for (const { segmentId, by, ...move } of transitions) {
        if (!membership.segment(segmentId)?.isTold) continue;
        const places = touched.get(segmentId) ?? new Set();
        touched.set(segmentId, places.add(Math.floor(move.number / usersAPart)));
        const segment = { id: segmentId, name: kept.names.segment(segmentId) ?? '' };
        if (by !== 'gone') moves.push({ ...move, segment, by });
      }
    },
    async tell() {
      const segments = [...membership.segments()];
      const untold = segments.filter(({ isReady, isTold }) => isReady && !isTold);
      const isGone = [...recorded].some((id) => membership.segment(id) === undefined);
      if (touched.size === 0 && untold.length === 0 && !isGone && !isRecordDue()) return;
      told = await store.write((tx) => write(tx, untold));
      if (moves.length > 0) telling.onTold();
      for (const segment of untold) segment.isTold = true;
      recorded.clear();
      for (const { id } of segments) recorded.add(id);
      moves = [];
      touched = new Map();
    },
  };
}

function joinParts(parts: readonly ToldPart[]): Bitset {
  const last = parts.reduce((most, { part }) => Math.max(most, part), -1);
  const words = new Uint32Array((last + 1) * wordsAPart);
  const bytes = new Uint8Array(words.buffer);
  for (const { part, bits } of parts) bytes.set(bits, part * wordsAPart * 4);
  return { words };
}

function toPart({ id, members }: MemberSegment, part: number): ToldPart {
  const words = members.readWords(part * wordsAPart, (part + 1) * wordsAPart);
  return { segmentId: id, part, bits: new Uint8Array(words.buffer) };
}

function listParts(segment: MemberSegment, everyone: Bitset): ToldPart[] {
  const count = Math.ceil(everyone.words.length / wordsAPart);
  const parts = Array.from({ length: count }, (_, part) => toPart(segment, part));
  return parts.filter(({ bits }) => bits.some((byte) => byte !== 0));
}
