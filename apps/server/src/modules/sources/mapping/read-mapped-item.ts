import { checkKey, checkValue, type Value } from '@muster/conditions';
import { foldEmail } from '../../../store/user-emails.ts';
import type { SourceItem, SourceWho } from '../../ingest/ingest-item.ts';
import { ItemRefused, type RawItem, readId } from '../../ingest/read-fields.ts';
import { readTimestamp } from '../../ingest/read-timestamp.ts';
import type { NativeChanges } from '../../profiles/profile-changes.ts';
import { readIdOf, toProperties } from '../read-item-fields.ts';
import type { Report, SourceContext, SourceIntent } from '../source-intent.ts';
import { convertValue } from './convert-value.ts';
import { findAtPath } from './json-path.ts';
import type { PreparedMapping, PreparedValue } from './prepare-mapping.ts';

/**
 * One item of a generic source, by its mapping. Throws an `ItemRefused` when nothing of it can be taken.
 * The paths of refusals are those of the payload.
 */
export function readMappedItem(
  raw: RawItem,
  mapping: PreparedMapping,
  context: SourceContext,
  report: Report,
): SourceIntent {
  const { only } = mapping;
  if (only && !only.equals.has(String(findAtPath(raw, only.path)))) return { type: 'skip' };
  const { origin, arrivedAt, setup, requestId, timeZone, newId } = context;
  const who = readWho(raw, mapping);
  const messageId = readText(raw, mapping.messageId, 'messageId') ?? requestId;
  const timestamp = readTime(raw, mapping, context);
  const attributes = readValues(raw, mapping.attributes, timeZone, report);
  const item: SourceItem = {
    type: 'source',
    origin,
    timestamp,
    arrivedAt,
    who,
    ...(messageId !== undefined && { messageId }),
    createsUser: setup.createsUsers,
    native: readNative(raw, mapping, report),
    attributes,
  };
  if (mapping.event === undefined) return { type: 'item', item };
  const { name, properties } = mapping.event;
  const event = 'text' in name ? name.text : readText(raw, name.path, 'event');
  if (event === undefined) {
    throw new ItemRefused('missing_event', 'There is no name of an event.', 'event');
  }
  const values = readValues(raw, properties, timeZone, report);
  const occurrence = {
    name: event,
    timestamp,
    messageId: messageId ?? newId(),
    hasOwnMessageId: messageId === undefined,
    properties: toProperties(values, report),
  };
  return { type: 'item', item: { ...item, event: occurrence } };
}

const emailPattern = /^[^\s@]+@[^\s@]+$/;

function readWho(raw: RawItem, { user }: PreparedMapping): SourceWho {
  const { by, path, text } = user;
  const given = findAtPath(raw, path);
  const id = readIdOf({ userId: given === '' ? undefined : given }, 'userId');
  if (id === undefined) {
    const what = by === 'email' ? 'email address' : 'user id';
    throw new ItemRefused('missing_id', `There is no ${what} at ${text}.`, text);
  }
  if (by === 'userId') return { kind: 'user', id };
  const email = id.trim();
  if (!emailPattern.test(email)) {
    throw new ItemRefused('invalid_email', 'It is no email address.', text);
  }
  return { kind: 'email', id: foldEmail(email) };
}

function readText(
  raw: RawItem,
  path: PreparedMapping['messageId'],
  field: string,
): string | undefined {
  if (path === undefined) return undefined;
  const value = findAtPath(raw, path);
  return readId({ [field]: typeof value === 'number' ? String(value) : value }, field);
}

function readTime(
  raw: RawItem,
  { timestamp: path }: PreparedMapping,
  { arrivedAt, timeZone }: SourceContext,
): number {
  const given = path === undefined ? undefined : findAtPath(raw, path);
  if (given === undefined || given === null || given === '') return arrivedAt;
  const converted = convertValue(given, 'date', timeZone);
  const read = converted.ok && readTimestamp(converted.value, arrivedAt, timeZone);
  if (!read) throw new ItemRefused('invalid_timestamp', 'It is no time.', 'timestamp');
  if (!read.ok) throw new ItemRefused(read.code, read.message, 'timestamp');
  return read.timestamp;
}

/** `null` removes; what is not in the payload stays as it is. */
function readValues(
  raw: RawItem,
  wishes: readonly PreparedValue[],
  timeZone: string,
  report: Report,
): Map<string, Value | null> {
  const values = new Map<string, Value | null>();
  for (const { path, text, key, as } of wishes) {
    const given = findAtPath(raw, path);
    if (given === undefined) continue;
    if (given === null) {
      values.set(key, null);
      continue;
    }
    const refuse = (code: string, message: string) =>
      report({ code, message, path: text, scope: 'key' });
    const converted = convertValue(given, as, timeZone);
    if (!converted.ok) {
      refuse('not_convertible', converted.message);
      continue;
    }
    const checked = checkValue(converted.value);
    const known = checkKey(key);
    if (!checked.ok) refuse(checked.code, checked.message);
    else if (!known.ok) refuse(known.code, known.message);
    else values.set(key, checked.value);
  }
  return values;
}

function readNative(raw: RawItem, { native }: PreparedMapping, report: Report): NativeChanges {
  const changes: NativeChanges = {};
  for (const [field, path] of native) {
    const given = findAtPath(raw, path);
    if (given === undefined) continue;
    const checked = given === null ? { ok: true as const, value: null } : checkValue(given);
    if (checked.ok && (checked.value === null || typeof checked.value === 'string')) {
      changes[field] = checked.value;
    } else
      report({ code: 'not_a_string', message: 'It is not a string.', path: field, scope: 'key' });
  }
  return changes;
}
