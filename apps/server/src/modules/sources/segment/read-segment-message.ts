import type { Instant, Value } from '@muster/conditions';
import type { Identity } from '../../../store/store.ts';
import type { SourceItem } from '../../ingest/ingest-item.ts';
import { ItemRefused, type RawItem, readId } from '../../ingest/read-fields.ts';
import { readTimestamp } from '../../ingest/read-timestamp.ts';
import { findNative, readFlat, readIdOf, toProperties } from '../read-item-fields.ts';
import type { Report, SourceContext, SourceIntent } from '../source-intent.ts';

/** What is common to all messages. */
interface Base {
  userId: string | undefined;
  anonymousId: string | undefined;
  messageId: string | undefined;
  timestamp: Instant;
}

/**
 * One message of Segment's specification: identify, track, page, screen, group, alias or delete. Throws
 * an `ItemRefused` when nothing of it can be taken.
 */
export function readSegmentMessage(
  raw: RawItem,
  context: SourceContext,
  report: Report,
): SourceIntent {
  const read = typeof raw.type === 'string' ? readers.get(raw.type) : undefined;
  if (read === undefined) {
    const message = 'The type is none of identify, track, page, screen, group, alias and delete.';
    throw new ItemRefused('unknown_type', message, 'type');
  }
  const base: Base = {
    userId: readIdOf(raw, 'userId'),
    anonymousId: readIdOf(raw, 'anonymousId'),
    messageId: readId(raw, 'messageId'),
    timestamp: readMessageTime(raw, context),
  };
  return read({ raw, base, context, report });
}

interface Reading {
  raw: RawItem;
  base: Base;
  context: SourceContext;
  report: Report;
}

const readers: ReadonlyMap<string, (reading: Reading) => SourceIntent> = new Map([
  ['identify', readIdentify],
  ['track', readTrack],
  ['page', (reading: Reading) => readView(reading, 'Page Viewed')],
  ['screen', (reading: Reading) => readView(reading, 'Screen Viewed')],
  ['group', readGroup],
  ['alias', readAlias],
  ['delete', readDelete],
]);

function readIdentify({ raw, base, context, report }: Reading): SourceIntent {
  const traits = readFlat(raw, 'traits', 'traits', report);
  const { userId, anonymousId } = base;
  const isMerge = userId !== undefined && anonymousId !== undefined;
  return toIntent({
    ...toItem(base, context),
    ...(isMerge && { formerId: anonymousId }),
    native: findNative(traits),
    traits,
  });
}

function readTrack({ raw, base, context, report }: Reading): SourceIntent {
  const name = readId(raw, 'event');
  if (name === undefined) {
    throw new ItemRefused('missing_event', 'A track needs the name of its event.', 'event');
  }
  const values = readFlat(raw, 'properties', 'properties', report);
  return toEvent({ base, context, report }, name, values);
}

/** One event for all pages: which one it was can be asked of its properties. */
function readView({ raw, base, context, report }: Reading, event: string): SourceIntent {
  const values = readFlat(raw, 'properties', 'properties', report);
  for (const key of ['name', 'category'] as const) {
    const value = raw[key];
    if (typeof value === 'string' && value !== '' && !values.has(key)) values.set(key, value);
  }
  return toEvent({ base, context, report }, event, values);
}

/** A user's group is kept on the user, as the browser SDK keeps it. */
function readGroup({ raw, base, context, report }: Reading): SourceIntent {
  const traits = readFlat(raw, 'traits', 'traits', report, 'group.');
  const groupId = readIdOf(raw, 'groupId');
  if (groupId === undefined) {
    throw new ItemRefused('missing_id', 'A group needs a groupId.', 'groupId');
  }
  if (groupId.length <= 700) traits.set('group.id', groupId);
  return toIntent({ ...toItem(base, context), traits });
}

function readAlias({ raw, base, context }: Reading): SourceIntent {
  const formerId = readIdOf(raw, 'previousId');
  if (formerId === undefined) {
    throw new ItemRefused('missing_id', 'An alias needs a previousId.', 'previousId');
  }
  if (base.userId === undefined) {
    throw new ItemRefused('missing_id', 'An alias needs a userId.', 'userId');
  }
  return toIntent({ ...toItem(base, context), formerId, isAlias: true });
}

/** Segment says so when somebody asked to be forgotten. */
function readDelete({ base }: Reading): SourceIntent {
  const { messageId, timestamp } = base;
  return { type: 'erase', who: chooseIdentity(base), timestamp, ...(messageId && { messageId }) };
}

function toEvent(
  { base, context, report }: Omit<Reading, 'raw'>,
  event: string,
  values: Map<string, Value | null>,
): SourceIntent {
  const { messageId, timestamp } = base;
  const properties = toProperties(values, report);
  const { origin, arrivedAt, setup } = context;
  const occurrence = {
    timestamp,
    messageId: messageId ?? context.newId(),
    hasOwnMessageId: messageId === undefined,
    properties,
  };
  if (!setup.createsUsers) {
    return toIntent({ ...toItem(base, context), event: { name: event, ...occurrence } });
  }
  const identity = chooseIdentity(base);
  return {
    type: 'item',
    item: { type: 'track', origin, arrivedAt, identity, event, ...occurrence },
  };
}

function toItem(base: Base, { origin, arrivedAt, setup }: SourceContext): SourceItem {
  const { messageId, timestamp } = base;
  return {
    type: 'source',
    origin,
    timestamp,
    arrivedAt,
    who: chooseIdentity(base),
    ...(messageId !== undefined && { messageId }),
    createsUser: setup.createsUsers,
  };
}

function toIntent(item: SourceItem): SourceIntent {
  return { type: 'item', item };
}

/** A user id says more than an anonymous id; only an identify says that the two are one user. */
function chooseIdentity({ userId, anonymousId }: Base): Identity {
  if (userId !== undefined) return { kind: 'user', id: userId };
  if (anonymousId !== undefined) return { kind: 'anonymous', id: anonymousId };
  throw new ItemRefused('missing_id', 'A message needs a userId or an anonymousId.', 'userId');
}

/**
 * When it happened. Segment has corrected the clock of whoever sent it (`receivedAt` says that it came
 * by there); what a library sends here itself is corrected by what its clock said when it sent.
 */
function readMessageTime(raw: RawItem, { arrivedAt, timeZone, sentAt }: SourceContext): Instant {
  const given = raw.timestamp ?? raw.originalTimestamp;
  const isCorrected = raw.receivedAt !== undefined || given === undefined || given === null;
  const ownSentAt = isCorrected ? undefined : (readClock(raw.sentAt, timeZone) ?? sentAt);
  // By the sender's clock nothing lies ahead of when it sent.
  const read = readTimestamp(given, Math.max(arrivedAt, ownSentAt ?? arrivedAt), timeZone);
  if (!read.ok) throw new ItemRefused(read.code, read.message, 'timestamp');
  if (ownSentAt === undefined) return read.timestamp;
  return Math.min(read.timestamp + (arrivedAt - ownSentAt), arrivedAt);
}

/** What a library's clock said; nothing is corrected by what cannot be read. */
export function readClock(raw: unknown, timeZone: string): Instant | undefined {
  if (raw === undefined || raw === null) return undefined;
  const read = readTimestamp(raw, Number.MAX_SAFE_INTEGER, timeZone);
  return read.ok ? read.timestamp : undefined;
}
