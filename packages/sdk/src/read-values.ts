import { isRecord, type Json, type JsonRecord } from './json.ts';

/** Told of each key that cannot be sent, and why. */
export type RefuseKey = (key: string, reason: string) => void;

const maxDepth = 8;
// Ten times what a profile may have. A bound on the work, where objects hold each other many times.
const maxKeys = 10_000;
// Twice the 700 characters of the language: certain to be refused, and not worth sending. The
// exact rule is the server's.
const maxUnits = 1400;

/**
 * The values of an object that JSON can carry. What it cannot is refused by key *before* JSON would
 * turn it into `null`, which removes. `undefined` becomes `null`, a date its ISO text.
 *
 * @param flatten nested objects become dotted keys; without it they are refused
 */
export function readValues(
  input: Record<string, unknown>,
  flatten: boolean,
  refuse: RefuseKey,
): JsonRecord {
  const values: Record<string, Json> = Object.create(null);
  let keysLeft = maxKeys;
  const visit = (source: Record<string, unknown>, prefix: string, depth: number) => {
    const keys = Object.keys(source);
    for (let i = 0; i < keys.length; i += 1) {
      const key = prefix + keys[i];
      keysLeft -= 1;
      if (keysLeft < 0) {
        if (keysLeft === -1) refuse(key, `and what follows it is more than ${maxKeys} keys`);
        return;
      }
      try {
        const value = source[keys[i] as string];
        if (flatten && isRecord(value)) {
          if (depth < maxDepth) visit(value, `${key}.`, depth + 1);
          else refuse(key, 'is nested too deeply, or in itself');
        } else {
          const reason = findRefusal(value);
          if (reason) refuse(key, reason);
          else values[key] = toJson(value);
        }
      } catch (error) {
        refuse(key, `could not be read (${error})`);
      }
    }
  };
  visit(input, '', 0);
  return values;
}

function findRefusal(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') {
    return value.length > maxUnits ? 'is longer than 700 characters' : undefined;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `is ${value}`;
  if (typeof value !== 'object') return `is a ${typeof value}`;
  if (Array.isArray(value)) {
    if (value.length > maxUnits) return 'is a list longer than 700 characters';
    for (let i = 0; i < value.length; i += 1) {
      const item: unknown = value[i];
      const reason =
        item === undefined || typeof item === 'object' ? 'is no single value' : findRefusal(item);
      if (reason) return `is a list in which item ${i + 1} ${reason}`;
    }
    return undefined;
  }
  return isDate(value) ? undefined : 'is an object';
}

function toJson(value: unknown): Json {
  if (value === undefined) return null;
  if (!Array.isArray(value)) return isDate(value) ? value.toISOString() : (value as Json);
  const copy: Json[] = [];
  for (let i = 0; i < value.length; i += 1) copy[i] = value[i];
  return copy;
}

/** A date that is one: an invalid `Date` is refused as an object. */
function isDate(value: unknown): value is Date {
  return (
    Object.prototype.toString.call(value) === '[object Date]' &&
    Number.isFinite((value as Date).getTime())
  );
}
