import { isRecord, type Json, type JsonRecord, nameType, readMessage } from './json.ts';
import { append, each } from './lists.ts';

/** Told of each key that cannot be sent, and why. */
export type RefuseKey = (key: string, reason: string) => void;

const maxDepth = 8;
// Ten times what a profile may have. A bound on the work, where objects hold each other many times.
const maxKeys = 10_000;
// Twice the 700 characters of the language: certain to be refused, and not worth sending. The exact
// rule is the server's.
const maxLength = 1400;

/**
 * The values of an object that JSON can carry. What it cannot is refused by key *before* JSON would
 * turn it into `null`, which removes. `undefined` becomes `null`, a date its ISO text.
 *
 * @param flatten nested objects become dotted keys; without it they are refused
 */
export function readValues(input: object, flatten: boolean, refuse: RefuseKey): JsonRecord {
  const values: Record<string, Json> = Object.create(null);
  let keysLeft = maxKeys;
  const visit = (source: object, prefix: string, depth: number) =>
    each(Object.keys(source), (name) => {
      const key = prefix + name;
      keysLeft -= 1;
      if (keysLeft === 0) refuse(key, 'and the rest are too many keys');
      if (keysLeft <= 0) return;
      try {
        const value = (source as Record<string, unknown>)[name];
        if (!flatten || !isRecord(value)) values[key] = toJson(value);
        else if (depth < maxDepth) visit(value, `${key}.`, depth + 1);
        else throw new Error('is nested too deeply');
      } catch (error) {
        refuse(key, readMessage(error));
      }
    });
  visit(input, '', 0);
  return values;
}

/** The value as JSON; throws the reason why it has none. */
function toJson(value: unknown): Json {
  if (Array.isArray(value)) {
    checkLength(value);
    const list: Json[] = [];
    each(value, (item: unknown) => {
      if (item === undefined || typeof item === 'object') throw new Error('is no list of values');
      append(list, toJson(item));
    });
    return list;
  }
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'string') return checkLength(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // An invalid date has no ISO text, and says so.
  if (nameType(value) === '[object Date]') return (value as Date).toISOString();
  throw new Error(`is ${typeof value === 'number' ? value : nameType(value)}, no value`);
}

function checkLength<Value extends { length: number }>(value: Value): Value {
  if (value.length > maxLength) throw new Error('is longer than 700 characters');
  return value;
}
