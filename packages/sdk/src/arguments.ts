import { toRecord } from './json.ts';

// Twice the 512 characters of the language; the exact rule is the server's.
const maxIdLength = 1024;

/** An id as a text; a whole number is one too, since many sites count their users. */
export function toId(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? `${value}` : value;
  // What a page sends that has no id yet: it would merge all its visitors into one user.
  const isMistake = /^\s*(?:null|undefined|NaN|\[object Object\]|)\s*$/;
  const isId = typeof text === 'string' && text.length <= maxIdLength && !isMistake.test(text);
  return isId ? text : undefined;
}

/** The second or the third argument, whichever is of that type. */
export function findArgument(args: readonly unknown[], type: 'function' | 'string'): unknown {
  const isOfType = (arg: unknown) => typeof arg === type;
  if (isOfType(args[1])) return args[1];
  return isOfType(args[2]) ? args[2] : undefined;
}

/** Whether the options of a `set` ask for the experiences again: all spellings that are in use. */
export function asksRefetch(options: unknown): boolean {
  const { refetchBoosted, refreshBoosted, refreshChangelog } = toRecord(options);
  return options === true || !!(refetchBoosted || refreshBoosted || refreshChangelog);
}
