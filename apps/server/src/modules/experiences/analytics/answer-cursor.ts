import { HttpProblem } from '../../../http/problem.ts';
import type { AnswerPosition } from './answer-sql.ts';

const version = 1;

/** Opaque to its holder; it says no more than where the last page ended. */
export function encodePosition({ at, number }: AnswerPosition): string {
  return Buffer.from(JSON.stringify([version, at, number])).toString('base64url');
}

/** Reads a cursor. Throws a 422 for text that is none. */
export function decodePosition(cursor: string): AnswerPosition {
  const [written, at, number] = parseList(cursor);
  if (written === version && Number.isSafeInteger(at) && isUserNumber(number)) {
    return { at: at as number, number };
  }
  const message = 'This is not a cursor of a page; begin without one.';
  throw new HttpProblem(422, 'invalid_cursor', message, {
    errors: [{ path: 'cursor', message, code: 'invalid_cursor' }],
  });
}

function isUserNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff_ffff;
}

function parseList(cursor: string): unknown[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(json) ? json : [];
  } catch {
    // Not JSON is not a cursor, which the caller says.
    return [];
  }
}
