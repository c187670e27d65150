import { createHash } from 'node:crypto';
import type { Group } from '@muster/conditions';
import { HttpProblem } from '../../http/problem.ts';
import { isAskable } from './read-question.ts';

/**
 * Where the next page begins. `number`: after that user and up to the last one, in the order of
 * numbers; whoever has it needs nothing of us. `snapshot`: at that place of a sorted list which this process holds.
 */
export type Cursor = { question: string; now: number; count: number } & (
  | { by: 'number'; after: number; upTo: number }
  | { by: 'snapshot'; id: string; offset: number }
);

const version = 1;

/** Which question a cursor belongs to: project, conditions and sort. */
export function fingerprintQuestion(
  project: number,
  tree: Group,
  sort: string | undefined,
): string {
  const text = JSON.stringify([project, sort ?? null, tree]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Opaque to its holder, who cannot make more of it than a question of their own could ask. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify({ version, ...cursor })).toString('base64url');
}

/**
 * Reads a cursor for the question that it is sent with. Throws a 422: `invalid_cursor` for what no
 * version of ours wrote, `cursor_mismatch` for one of another question.
 */
export function decodeCursor(text: string, question: string): Cursor {
  const cursor = parseCursor(text);
  if (cursor === undefined) {
    throw refuse('invalid_cursor', 'This is not a cursor of a page; begin without one.');
  }
  if (cursor.question !== question) throw refuseMismatch();
  return cursor;
}

/** The refusal of a cursor that is sent with another question than it came from. */
export function refuseMismatch(): HttpProblem {
  const detail = 'The cursor belongs to other conditions, another sort, project or instant.';
  return refuse('cursor_mismatch', detail);
}

function refuse(code: string, message: string): HttpProblem {
  return new HttpProblem(422, code, message, { errors: [{ path: 'cursor', message, code }] });
}

function parseCursor(text: string): Cursor | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { version: written, question, now, count, ...place } = json as Record<string, unknown>;
  if (written !== version || typeof question !== 'string') return undefined;
  if (!isWhole(now) || !isAskable(now) || !isWhole(count) || count < 0) return undefined;
  const { after, upTo } = place;
  if (place.by === 'number' && isUserNumber(after) && isUserNumber(upTo)) {
    return { question, now, count, by: 'number', after, upTo };
  }
  if (place.by === 'snapshot' && typeof place.id === 'string' && isWhole(place.offset)) {
    if (place.offset < 0) return undefined;
    return { question, now, count, by: 'snapshot', id: place.id, offset: place.offset };
  }
  return undefined;
}

function isUserNumber(value: unknown): value is number {
  return isWhole(value) && value >= 0 && value <= 0xffff_ffff;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
