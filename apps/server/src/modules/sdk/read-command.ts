import { checkString, maxStringLength, type Value } from '@muster/conditions';
import {
  type CommandItem,
  type EventEffect,
  sdkOrigin,
  segmentOrigin,
  toMessageId,
} from '../ingest/ingest-item.ts';
import { ownEvents } from '../ingest/native-events.ts';
import {
  ItemRefused,
  type RawItem,
  readId,
  readObject,
  readProperties,
  readUserId,
} from '../ingest/read-fields.ts';
import { readTimestamp } from '../ingest/read-timestamp.ts';
import { formatKeyPath, type Refusal } from '../ingest/refusal.ts';
import type { NativeChanges } from '../profiles/profile-changes.ts';
import { removeToken } from '../tracked-events/picker-token.ts';
import type { BrowserClock } from './browser-clock.ts';
import { readGroup, readValueEffect } from './read-command-values.ts';
import { readReport } from './read-report.ts';
import { idMessage, isRandomId, type NumberedCommand } from './read-request.ts';
import { mayIdentify } from './verify-signature.ts';

/** What a command is read with. */
export interface CommandContext {
  stream: string;
  clock: BrowserClock;
  /** Of the project: what a timestamp without an offset means. */
  timeZone: string;
  /** As of `mayIdentify`. */
  secrets: readonly string[] | undefined;
}

type Report = (refusal: Refusal) => void;

/** One command being read: what is common to all types is read already, and readers add to it. */
interface Reading {
  raw: RawItem;
  base: CommandItem;
  context: CommandContext;
  report: Report;
}

/**
 * One command as a typed item, or `undefined` when nothing of it can be taken. Every refusal is
 * reported: one of scope `item`, or any number of scope `key`. Fields that it does not know are
 * ignored. Never throws, whatever the command is.
 */
export function readCommand(
  command: NumberedCommand,
  context: CommandContext,
  report: Report,
): CommandItem | undefined {
  try {
    const { raw } = command;
    const read = typeof raw.type === 'string' ? readers.get(raw.type) : undefined;
    if (read === undefined) {
      throw new ItemRefused('unknown_type', 'There is no command of this type.', 'type');
    }
    return read({ raw, base: readBase(command, context), context, report });
  } catch (error) {
    if (!(error instanceof ItemRefused)) throw error;
    report({ code: error.code, message: error.message, path: error.path, scope: 'item' });
    return undefined;
  }
}

/**
 * What is older than this is refused. A stream is remembered for 90 days, so that nothing old enough
 * to have been forgotten is taken twice.
 */
const maxAgeMs = 30 * 24 * 60 * 60 * 1000;

function readBase({ seq, raw }: NumberedCommand, { stream, clock }: CommandContext): CommandItem {
  const { as, at } = raw;
  if (!isRandomId(as)) throw new ItemRefused('invalid_as', idMessage('as'), 'as');
  if (typeof at !== 'number' || !Number.isFinite(at)) {
    throw new ItemRefused('invalid_at', 'The at is not in milliseconds since 1970.', 'at');
  }
  const timestamp = clock.correct(at);
  if (timestamp < clock.arrivedAt - maxAgeMs) {
    throw new ItemRefused('too_old', 'The command is older than 30 days.', 'at');
  }
  const { arrivedAt } = clock;
  return { type: 'command', origin: sdkOrigin, stream, seq, as, timestamp, arrivedAt };
}

const readers: ReadonlyMap<string, (reading: Reading) => CommandItem> = new Map([
  ['identify', readIdentify],
  ['session', readSession],
  ['page', readPage],
  ['native', readNative],
  ['attributes', ({ raw, base, report }) => readValueEffect(raw, base, report)],
  ['group', ({ raw, base, report }) => readGroup(raw, base, report)],
  ['track', readTrack],
  ['segmentTrack', readSegmentTrack],
  ['experience', ({ raw, base }) => readReport(raw, base)],
]);

function readIdentify({ raw, base, context }: Reading): CommandItem {
  const userId = readUserId(raw);
  if (userId === undefined) {
    throw new ItemRefused('missing_id', 'An identify needs a userId.', 'userId');
  }
  if (!mayIdentify(context.secrets, userId, raw.signature)) {
    const message =
      'The signature is not the HMAC-SHA256 of the user id with the secret of the project, in hex.';
    throw new ItemRefused('signature_invalid', message, 'signature');
  }
  base.userId = userId;
  base.event = toNativeEvent(base, 'identified');
  return base;
}

function readSession({ raw, base }: Reading): CommandItem {
  base.startsSession = true;
  base.event = {
    ...toNativeEvent(base, 'session started'),
    messageId: toSessionId(base.as, Number(raw.at)),
    hasOwnMessageId: false,
  };
  const { language } = raw;
  const isText = typeof language === 'string' && language !== '' && checkString(language).ok;
  if (isText) base.firstLanguage = language;
  return base;
}

/** A session ends after half an hour in which nothing was done. */
const sessionIdleMs = 30 * 60_000;

/**
 * Two sessions of one browser begin half an hour apart at least, by its own clock, so one half hour
 * of that holds the beginning of one. Tabs that open at one moment cannot always agree which of them
 * begins it: what one page writes down reaches another only some time later.
 */
function toSessionId(as: string, at: number): string {
  return `session:${as}:${Math.floor(at / sessionIdleMs)}`;
}

function readPage({ raw, base }: Reading): CommandItem {
  const properties = new Map<string, Value>();
  for (const key of ['url', 'title', 'referrer'] as const) {
    const value = raw[key];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') {
      throw new ItemRefused('not_a_string', `The ${key} is not a string.`, key);
    }
    properties.set(key, cutText(removeToken(value.toWellFormed())));
  }
  base.event = toNativeEvent(base, 'page viewed', properties);
  return base;
}

/** Addresses may be of any length; what conditions look for is mostly at their beginning. */
function cutText(text: string): string {
  if (text.length <= maxStringLength) return text;
  return [...text.slice(0, 2 * maxStringLength)].slice(0, maxStringLength).join('').toWellFormed();
}

function readNative({ raw, base, report }: Reading): CommandItem {
  const native: NativeChanges = {};
  for (const [key, value] of readObject(raw, 'values', report)) {
    const path = formatKeyPath('values', key);
    if (key !== 'name' && key !== 'email' && key !== 'language') {
      const message = 'It is none of the native fields name, email and language.';
      report({ code: 'unknown_field', message, path, scope: 'key' });
    } else if (value === null || typeof value === 'string') native[key] = value;
    else report({ code: 'not_a_string', message: 'It is not a string.', path, scope: 'key' });
  }
  base.native = native;
  return base;
}

function readTrack({ raw, base, report }: Reading): CommandItem {
  const name = readEventName(raw);
  if (ownEvents.has(name)) {
    const message = `"${name}" is an event of Muster's own.`;
    throw new ItemRefused('reserved_event', message, 'event');
  }
  base.event = toNativeEvent(base, name, readProperties(raw, report));
  return base;
}

function readSegmentTrack({ raw, base, context, report }: Reading): CommandItem {
  const name = readEventName(raw);
  const messageId = readId(raw, 'messageId');
  base.origin = segmentOrigin;
  base.event = {
    name,
    timestamp: readOccurrenceTime(raw, base, context),
    messageId: messageId ?? toMessageId(base),
    hasOwnMessageId: messageId === undefined,
    properties: readProperties(raw, report),
  };
  return base;
}

function readEventName(raw: RawItem): string {
  const name = readId(raw, 'event');
  if (name !== undefined) return name;
  throw new ItemRefused('missing_event', 'A track needs the name of its event.', 'event');
}

/** When it happened by the sender's own account, which is of the same clock. */
function readOccurrenceTime(
  raw: RawItem,
  { timestamp, arrivedAt }: CommandItem,
  { clock, timeZone }: CommandContext,
): number {
  if (raw.timestamp === undefined || raw.timestamp === null) return timestamp;
  const read = readTimestamp(raw.timestamp, arrivedAt, timeZone);
  if (read.ok) return clock.correct(read.timestamp);
  throw new ItemRefused(read.code, read.message, 'timestamp');
}

function toNativeEvent(
  base: CommandItem,
  name: string,
  properties: ReadonlyMap<string, Value> = new Map(),
): EventEffect {
  const { timestamp } = base;
  return {
    name,
    timestamp,
    messageId: toMessageId(base),
    hasOwnMessageId: true,
    properties,
  };
}
