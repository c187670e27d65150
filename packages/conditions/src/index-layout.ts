import type { SubjectColumns } from './operator.ts';
import { raw } from './sql.ts';
import type { Kind } from './tree.ts';

/**
 * The shape of the population index that `compile` asks and `toUserRow`/`toEventRow` fill. The index
 * adapter creates its tables from `usersColumns` and `eventsColumns`.
 *
 * - instants are Int64 milliseconds; a missing native value is NULL;
 * - JSON columns hold one path per key (`encodeKey`): a string as String, a number as Float64, a
 *   boolean as Bool, a list as Array(Nullable(String)) of tagged elements (`tagScalar`), and, for a
 *   string that reads as a date, its instant as a Float64 under the sibling path `key@date`;
 * - an empty list has no path, like a missing value: no operator tells the two apart.
 */
export const usersColumns = {
  project: 'UInt32',
  number: 'UInt32',
  rev: 'UInt64',
  deleted: 'UInt8',
  id: 'Nullable(String)',
  anonymous_id: 'Nullable(String)',
  name: 'Nullable(String)',
  email: 'Nullable(String)',
  language: 'Nullable(String)',
  first_seen: 'Nullable(Int64)',
  last_activity: 'Nullable(Int64)',
  created: 'Nullable(Int64)',
  sessions: 'Float64',
  tags: 'Array(String)',
  seen: 'Array(String)',
  completed: 'Array(String)',
  imports: 'Array(String)',
  attributes: 'JSON(max_dynamic_paths=256)',
  traits: 'JSON(max_dynamic_paths=256)',
  answers: 'JSON(max_dynamic_paths=64)',
} as const;

export const eventsColumns = {
  project: 'UInt32',
  source: 'LowCardinality(String)',
  name: 'LowCardinality(String)',
  timestamp: 'Int64',
  number: 'UInt32',
  rev: 'UInt64',
  properties: 'JSON(max_dynamic_paths=64)',
} as const;

const leftByEncodeUriComponent = /[.!~*'()]/g;

/**
 * A key as a JSON path element: every byte outside `[A-Za-z0-9_-]` percent-encoded, so that no key
 * can nest, quote or collide with the `@date` sibling, and the text is safe inside backticks.
 * The key must be well-formed Unicode (`checkKey`).
 */
export function encodeKey(key: string): string {
  return encodeURIComponent(key).replace(
    leftByEncodeUriComponent,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A list element as text that keeps its type: `s:text`, `n:5`, `b:true`. */
export function tagScalar(value: string | number | boolean): string {
  if (typeof value === 'string') return `s:${value}`;
  return typeof value === 'number' ? `n:${value}` : `b:${value}`;
}

/** The list element that `tagScalar` was given. */
export function untagScalar(tagged: string): string | number | boolean {
  const text = tagged.slice(2);
  if (tagged.startsWith('n:')) return Number(text);
  return tagged.startsWith('b:') ? text === 'true' : text;
}

/** The typed subcolumns of one key of a JSON column of ours. */
export function jsonColumns(
  column: 'attributes' | 'traits' | 'answers' | 'properties',
  key: string,
): SubjectColumns {
  const path = `${column}.\`${encodeKey(key)}\``;
  return {
    string: raw(`${path}.:String`),
    number: raw(`${path}.:Float64`),
    boolean: raw(`${path}.:Bool`),
    date: raw(`${column}.\`${encodeKey(key)}@date\`.:Float64`),
    list: raw(`${path}.:\`Array(Nullable(String))\``),
    // Whatever its type: reading it is as fast as reading one of the typed ones.
    any: raw(path),
  };
}

/** A plain column as the subject of one kind; the other kinds are NULL there. */
export function nativeColumns(kind: Kind, column: string): SubjectColumns {
  const missing = raw('NULL');
  const none = {
    string: missing,
    number: missing,
    boolean: missing,
    date: missing,
    list: raw('[]'),
  };
  const any = raw(kind === 'list' ? `nullIf(empty(${column}), 1)` : column);
  return { ...none, any, [kind]: raw(column) };
}
