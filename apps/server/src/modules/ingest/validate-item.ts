import type { Instant } from '@muster/conditions';
import type { IdentifyItem, IngestItem, Origin, TrackItem } from './ingest-item.ts';
import {
  ItemRefused,
  type RawItem,
  readId,
  readObject,
  readProperties,
  readUserId,
} from './read-fields.ts';
import { readTimestamp } from './read-timestamp.ts';
import { isJsonObject } from './read-values.ts';
import type { Refusal } from './refusal.ts';

/** What an item is read with. */
export interface Arrival {
  origin: Origin;
  arrivedAt: Instant;
  /** Of the project: what a timestamp without an offset means. */
  timeZone: string;
  /** A message id for an event that has none. */
  newId: () => string;
}

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

function readIdentify(
  raw: RawItem,
  arrival: Arrival,
  report: (refusal: Refusal) => void,
): IdentifyItem {
  const userId = readUserId(raw);
  if (userId === undefined) {
    throw new ItemRefused('missing_id', 'An identify needs a userId.', 'userId');
  }
  const anonymousId = readUserId(raw, 'anonymousId');
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
  const identity = chooseIdentity(readUserId(raw), readUserId(raw, 'anonymousId'));
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

function readTime(raw: RawItem, { arrivedAt, timeZone }: Arrival): Instant {
  const read = readTimestamp(raw.timestamp, arrivedAt, timeZone);
  if (!read.ok) throw new ItemRefused(read.code, read.message, 'timestamp');
  return read.timestamp;
}
