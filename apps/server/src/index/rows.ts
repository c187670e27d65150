import { toEventRow, toUserRow } from '@muster/conditions';
import type { ProfileDocument } from '../modules/profiles/profile-document.ts';
import { toProfile } from '../modules/profiles/to-profile.ts';
import type { EventRow } from '../store/store.ts';

/** Whom a row of the index is about. */
export interface RowSubject {
  project: number;
  number: number;
  rev: number;
}

/** A row of the index as a line of JSON. */
export interface IndexRow extends RowSubject {
  line: string;
}

/** A row that the engine refused, or that could not even be made. */
export interface RefusedRow {
  row: RowSubject;
  reason: string;
}

/** How a row about a user of a project is made. */
export interface RowContext {
  project: number;
  /** Position in the change log that the row is as of, or a later one. */
  rev: number;
  timeZone: string;
}

export function toUserIndexRow(
  document: ProfileDocument,
  { project, rev, timeZone }: RowContext,
): IndexRow {
  const { number, userId, anonymousId } = document;
  const line = toUserRow({
    project,
    number,
    rev,
    deleted: false,
    anonymousId: userId === undefined ? anonymousId : undefined,
    profile: toProfile(document),
    timeZone,
  });
  return { project, number, rev, line };
}

/** The row that takes a user out of the index; nothing of her is in it. */
export function toTombstoneRow(project: number, number: number, rev: number): IndexRow {
  const line = toUserRow({
    project,
    number,
    rev,
    deleted: true,
    anonymousId: undefined,
    profile: nobody,
    timeZone: 'UTC',
  });
  return { project, number, rev, line };
}

const nobody = {
  native: { sessions: 0, tags: [] },
  attributes: new Map(),
  traits: new Map(),
  seen: new Set<string>(),
  completed: new Set<string>(),
  answers: new Map(),
  imports: new Set<string>(),
};

/** An occurrence of the user `number`, who may be another than when it was logged. */
export function toEventIndexRow(
  event: EventRow,
  number: number,
  { project, rev, timeZone }: RowContext,
): IndexRow {
  const { source, name, timestamp, properties } = event;
  const line = toEventRow({ project, number, rev, source, name, timestamp, properties, timeZone });
  return { project, number, rev, line };
}

/**
 * The row that `make` makes, or a refusal when it throws: a value that breaks the rules of values must
 * cost one user, not the index.
 */
export function tryMakeRow(
  row: RowSubject,
  make: () => IndexRow,
): { made: IndexRow; refused?: undefined } | { made?: undefined; refused: RefusedRow } {
  try {
    return { made: make() };
  } catch (error) {
    return { refused: { row, reason: String(error) } };
  }
}

/** Rows as the engines take them, outside of the heap, and whom each of them is about. */
export interface RowBlock {
  subjects: RowSubject[];
  /** A line of JSON for each, each with its newline. */
  text: Buffer;
}

export function toBlock(rows: readonly IndexRow[]): RowBlock {
  return {
    subjects: rows.map(({ project, number, rev }) => ({ project, number, rev })),
    text: Buffer.from(rows.map(({ line }) => `${line}\n`).join('')),
  };
}

export function joinBlocks(blocks: readonly RowBlock[]): RowBlock {
  return {
    subjects: blocks.flatMap(({ subjects }) => subjects),
    text: Buffer.concat(blocks.map(({ text }) => text)),
  };
}

/** The rows of a block in `count` blocks, by the place that `placeOf` says, in their order. */
export function partBlock(
  block: RowBlock,
  count: number,
  placeOf: (subject: RowSubject) => number,
): RowBlock[] {
  if (count === 1) return [block];
  const parts = Array.from({ length: count }, () => ({
    subjects: [] as RowSubject[],
    lines: [] as Buffer[],
  }));
  let from = 0;
  for (const subject of block.subjects) {
    const until = block.text.indexOf('\n', from) + 1;
    const part = parts[placeOf(subject)];
    part?.subjects.push(subject);
    part?.lines.push(block.text.subarray(from, until));
    from = until;
  }
  return parts.map(({ subjects, lines }) => ({ subjects, text: Buffer.concat(lines) }));
}

/** The rows of a block, one by one. */
export function splitBlock({ subjects, text }: RowBlock): IndexRow[] {
  const lines = text.toString().split('\n');
  return subjects.map((subject, at) => ({ ...subject, line: lines[at] ?? '' }));
}
