import { isLongerThan, maxKeysPerEvent, type Value } from '@muster/conditions';
import { isJsonObject, readValues } from './read-values.ts';
import { formatKeyPath, type Refusal } from './refusal.ts';

/** An item of raw JSON of which no more is known than that it is an object. */
export type RawItem = Readonly<Record<string, unknown>>;

/** Leaves the reading of one item or command; whoever reads them all catches it. */
export class ItemRefused extends Error {
  readonly code: string;
  readonly path: string;

  constructor(code: string, message: string, path: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

/** Most characters of user ids, anonymous ids, message ids and event names. */
const maxIdLength = 512;

const controlCharacter = /\p{Cc}/u;

/** An id or name; `null` counts as absent: many senders write it so. Throws an `ItemRefused`. */
export function readId(raw: RawItem, field: string): string | undefined {
  const value = raw[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    throw new ItemRefused('not_a_string', `The ${field} is not a string.`, field);
  }
  if (value === '') throw new ItemRefused('empty', `The ${field} is empty.`, field);
  if (isLongerThan(value, maxIdLength)) {
    const message = `The ${field} is longer than ${maxIdLength} characters.`;
    throw new ItemRefused('too_long', message, field);
  }
  if (!value.isWellFormed()) {
    throw new ItemRefused('not_well_formed', `The ${field} has a lone surrogate.`, field);
  }
  if (controlCharacter.test(value)) {
    throw new ItemRefused('control_character', `The ${field} has a control character.`, field);
  }
  return value;
}

/** Addresses of users end in their ids, and these mean another place in every address. */
const dotSegments = new Set(['.', '..']);

/** The id of a user, likewise; it must be one that an address can name. */
export function readUserId(raw: RawItem, field = 'userId'): string | undefined {
  const id = readId(raw, field);
  if (id === undefined || !dotSegments.has(id)) return id;
  const message = `The ${field} cannot be "." or "..": no address could name the user.`;
  throw new ItemRefused('reserved', message, field);
}

/** The values of an object that may be absent, key by key. Throws an `ItemRefused` for another type. */
export function readObject(
  raw: RawItem,
  name: 'traits' | 'properties' | 'values',
  report: (refusal: Refusal) => void,
): Map<string, Value | null> {
  const object = raw[name];
  if (object === undefined || object === null) return new Map();
  if (!isJsonObject(object)) {
    throw new ItemRefused('not_an_object', `The ${name} are not a JSON object.`, name);
  }
  return readValues(object, name, report);
}

/** The properties of an occurrence; one without a value is the same as none. */
export function readProperties(
  raw: RawItem,
  report: (refusal: Refusal) => void,
): Map<string, Value> {
  const properties = new Map<string, Value>();
  for (const [key, value] of readObject(raw, 'properties', report)) {
    if (value === null) continue;
    if (properties.size < maxKeysPerEvent) properties.set(key, value);
    else {
      const message = `An event has at most ${maxKeysPerEvent} properties.`;
      report({
        code: 'too_many_keys',
        message,
        path: formatKeyPath('properties', key),
        scope: 'key',
      });
    }
  }
  return properties;
}
