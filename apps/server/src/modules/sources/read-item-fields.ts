import { maxKeysPerEvent, type Value } from '@muster/conditions';
import { ItemRefused, type RawItem, readUserId } from '../ingest/read-fields.ts';
import { isJsonObject, readValues } from '../ingest/read-values.ts';
import { formatKeyPath } from '../ingest/refusal.ts';
import type { NativeChanges } from '../profiles/profile-changes.ts';
import { flattenValues } from './flatten-values.ts';
import type { Report } from './source-intent.ts';

type Values = Map<string, Value | null>;

/** The values of an object of an item, flat; absent: none. Throws an `ItemRefused` for another type. */
export function readFlat(
  raw: RawItem,
  field: string,
  as: 'traits' | 'properties' | 'values',
  report: Report,
  prefix = '',
): Values {
  const object = raw[field];
  if (object === undefined || object === null) return new Map();
  if (!isJsonObject(object)) {
    throw new ItemRefused('not_an_object', `The ${field} are not a JSON object.`, field);
  }
  return readValues(flattenValues(object, prefix), as, report);
}

/** Values as the properties of an event, which has room for so many; what is null is none. */
export function toProperties(values: Values, report: Report): Map<string, Value> {
  const properties = new Map<string, Value>();
  for (const [key, value] of values) {
    if (value === null) continue;
    if (properties.size < maxKeysPerEvent) properties.set(key, value);
    else {
      const message = `An event has at most ${maxKeysPerEvent} properties.`;
      const path = formatKeyPath('properties', key);
      report({ code: 'too_many_keys', message, path, scope: 'key' });
    }
  }
  return properties;
}

/** A user or anonymous id; libraries let numbers through. Throws an `ItemRefused`. */
export function readIdOf(raw: RawItem, field: string): string | undefined {
  const value = raw[field];
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value);
  return readUserId(isWhole ? { [field]: String(value) } : raw, field);
}

/** The native fields that senders put among the values of a user. */
export function findNative(values: ReadonlyMap<string, Value | null>): NativeChanges {
  const native: NativeChanges = {};
  for (const key of ['name', 'email', 'language'] as const) {
    const value = values.get(key);
    if (typeof value === 'string' || value === null) native[key] = value;
  }
  if (native.name === undefined) {
    const name =
      joinNames(values, 'firstName', 'lastName') ?? joinNames(values, 'first_name', 'last_name');
    if (name !== undefined) native.name = name;
  }
  return native;
}

function joinNames(values: ReadonlyMap<string, Value | null>, ...keys: string[]) {
  const parts = keys.map((key) => values.get(key)).filter((part) => typeof part === 'string');
  return parts.join(' ').trim() || undefined;
}
