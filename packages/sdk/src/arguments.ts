import { toRecord } from './json.ts';
import type { Callback } from './listeners.ts';

/** An id as a text; a whole number is one too, since many sites count their users. */
export function toId(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? `${value}` : value;
  // What a page sends that has no id yet: it would merge all its visitors into one user.
  const isMistake = /^\s*(?:null|undefined|NaN|\[object Object\]|)\s*$/;
  return typeof text === 'string' && !isMistake.test(text) ? text : undefined;
}

/** The first function among two arguments. */
export function findFunction(first: unknown, second: unknown): Callback | undefined {
  const found = typeof first === 'function' ? first : second;
  return typeof found === 'function' ? (found as Callback) : undefined;
}

/** The first text among two arguments. */
export function findText(first: unknown, second: unknown): string | undefined {
  const found = typeof first === 'string' ? first : second;
  return typeof found === 'string' ? found : undefined;
}

/** Whether the options of a `set` ask for the experiences again: all spellings that are in use. */
export function asksRefetch(options: unknown): boolean {
  const { refetchBoosted, refreshBoosted, refreshChangelog } = toRecord(options);
  return (
    options === true ||
    refetchBoosted === true ||
    refreshBoosted === true ||
    refreshChangelog === true
  );
}
