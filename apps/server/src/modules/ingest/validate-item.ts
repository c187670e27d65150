import { type Instant, isLongerThan, maxKeysPerEvent, type Value } from '@muster/conditions';
import type { IdentifyItem, IngestItem, Origin, TrackItem } from './ingest-item.ts';
import { readTimestamp } from './read-timestamp.ts';
import { isJsonObject, readValues } from './read-values.ts';
import { formatKeyPath, type Refusal } from './refusal.ts';

/** What an item is read with. */
export interface Arrival {
  origin: Origin;
  arrivedAt: Instant;
  /** Of the project: what a timestamp without an offset means. */
  timeZone: string;
  /** A message id for an event that has none. */
  newId: () => string;
}

/** Most characters of user ids, anonymous ids, message ids and event names. */
const maxIdLength = 512;

/**
 * One item of raw JSON as a typed item, or `undefined` when nothing of it can be taken. Every
 * refusal is reported: one of scope `item`, or any number of scope `key`. Fields that it does not
 * know are ignored, as senders for other products add their own. Never throws, whatever `raw` is.
 */
export function validateItem(
  raw: unknown,
  arrival: Arrival,
  report: (refusal: Refusal) => void,
): IngestItem | undefined {
  try {
    if (!isJsonObject(raw)) throw new ItemRefused('not_an_object', 'An item is a JSON object.', '');
    switch (raw.type) {
      case 'identify':
        return readIdentify(raw, arrival, report);
      case 'track':
        return readTrack(raw, arrival, report);
      default:
        throw new ItemRefused('unknown_type', 'The type is not "identify" or "track".', 'type');
    }
  } catch (error) {
    if (!(error instanceof ItemRefused)) throw error;
    report({ code: error.code, message: error.message, path: error.path, scope: 'item' });
    return undefined;
  }
}

type RawItem = Readonly<Record<string, unknown>>;

/** Leaves the reading of one item; never leaves this file. */
class ItemRefused extends Error {
  readonly code: string;
  readonly path: string;

  constructor(code: string, message: string, path: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

function readIdentify(
  raw: RawItem,
  arrival: Arrival,
  report: (refusal: Refusal) => void,
): IdentifyItem {
  const userId = readId(raw, 'userId');
  if (userId === undefined) {
    throw new ItemRefused('missing_id', 'An identify needs a userId.', 'userId');
  }
  const anonymousId = readId(raw, 'anonymousId');
  const messageId = readId(raw, 'messageId');
  const timestamp = readTime(raw, arrival);
  const attributes = readObject(raw, 'traits', report);
  return {
    type: 'identify',
    origin: arrival.origin,
    timestamp,
    arrivedAt: arrival.arrivedAt,
    userId,
    ...(anonymousId !== undefined && { anonymousId }),
    ...(messageId !== undefined && { messageId }),
    attributes,
  };
}

function readTrack(raw: RawItem, arrival: Arrival, report: (refusal: Refusal) => void): TrackItem {
  const identity = chooseIdentity(readId(raw, 'userId'), readId(raw, 'anonymousId'));
  const event = readId(raw, 'event');
  if (event === undefined) {
    throw new ItemRefused('missing_event', 'A track needs the name of its event.', 'event');
  }
  const messageId = readId(raw, 'messageId');
  const timestamp = readTime(raw, arrival);
  const properties = readProperties(raw, report);
  return {
    type: 'track',
    origin: arrival.origin,
    timestamp,
    arrivedAt: arrival.arrivedAt,
    identity,
    event,
    messageId: messageId ?? arrival.newId(),
    hasOwnMessageId: messageId === undefined,
    properties,
  };
}

/** A user id says more than an anonymous id; only `identify` says that the two are one user. */
function chooseIdentity(userId: string | undefined, anonymousId: string | undefined) {
  if (userId !== undefined) return { kind: 'user', id: userId } as const;
  if (anonymousId !== undefined) return { kind: 'anonymous', id: anonymousId } as const;
  throw new ItemRefused('missing_id', 'A track needs a userId or an anonymousId.', 'userId');
}

const controlCharacter = /\p{Cc}/u;

/** `null` counts as absent: many senders write it so. */
function readId(raw: RawItem, field: string): string | undefined {
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

function readTime(raw: RawItem, { arrivedAt, timeZone }: Arrival): Instant {
  const read = readTimestamp(raw.timestamp, arrivedAt, timeZone);
  if (!read.ok) throw new ItemRefused(read.code, read.message, 'timestamp');
  return read.timestamp;
}

function readObject(
  raw: RawItem,
  name: 'traits' | 'properties',
  report: (refusal: Refusal) => void,
): Map<string, Value | null> {
  const object = raw[name];
  if (object === undefined || object === null) return new Map();
  if (!isJsonObject(object)) {
    throw new ItemRefused('not_an_object', `The ${name} are not a JSON object.`, name);
  }
  return readValues(object, name, report);
}

/** A property without a value is the same as none. */
function readProperties(raw: RawItem, report: (refusal: Refusal) => void): Map<string, Value> {
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
