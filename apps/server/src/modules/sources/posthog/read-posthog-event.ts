import type { Value } from '@muster/conditions';
import type { Identity } from '../../../store/store.ts';
import type { SourceItem } from '../../ingest/ingest-item.ts';
import { ItemRefused, type RawItem, readId } from '../../ingest/read-fields.ts';
import { readTimestamp } from '../../ingest/read-timestamp.ts';
import { isJsonObject, readValues } from '../../ingest/read-values.ts';
import { flattenValues } from '../flatten-values.ts';
import { findNative, readFlat, readIdOf, toProperties } from '../read-item-fields.ts';
import type { Report, SourceContext, SourceIntent } from '../source-intent.ts';

/** An event of PostHog while it is read. */
interface Reading {
  name: string;
  /** Its properties as they came. */
  properties: RawItem;
  item: SourceItem;
  report: Report;
}

/**
 * One event of PostHog: as its webhook destination sends it, `{event: {…}, person: {…}}`, or by itself.
 * Throws an `ItemRefused` when nothing of it can be taken.
 */
export function readPosthogEvent(
  raw: RawItem,
  context: SourceContext,
  report: Report,
): SourceIntent {
  const event = isJsonObject(raw.event) ? raw.event : raw;
  const name = readId(event, 'event');
  if (name === undefined) {
    throw new ItemRefused('missing_event', 'There is no name of an event.', 'event.event');
  }
  const properties = isJsonObject(event.properties) ? event.properties : {};
  const item = readBase(event, properties, name, context);
  const reading = { name, properties, item, report };
  setPerson(reading, raw.person);
  readers.get(name)?.(reading);
  if (!readers.has(name)) addEvent(reading, context);
  return { type: 'item', item };
}

/** What only says something about a person; everything else is an event, too. */
const readers: ReadonlyMap<string, (reading: Reading) => void> = new Map([
  ['$identify', readIdentify],
  ['$set', () => {}],
  ['$create_alias', readAlias],
  ['$groupidentify', readGroup],
]);

function readBase(
  event: RawItem,
  properties: RawItem,
  name: string,
  { origin, arrivedAt, timeZone, setup }: SourceContext,
): SourceItem {
  const distinctId = readIdOf(event, 'distinct_id') ?? readIdOf(properties, 'distinct_id');
  if (distinctId === undefined) {
    throw new ItemRefused('missing_id', 'There is no distinct_id.', 'event.distinct_id');
  }
  const messageId = readId(event, 'uuid') ?? readId(event, 'id');
  const read = readTimestamp(event.timestamp, arrivedAt, timeZone);
  if (!read.ok) throw new ItemRefused(read.code, read.message, 'event.timestamp');
  const isUser =
    name === '$identify' || name === '$create_alias' || isIdentified(distinctId, properties);
  const who: Identity = { kind: isUser ? 'user' : 'anonymous', id: distinctId };
  return {
    type: 'source',
    origin,
    timestamp: read.timestamp,
    arrivedAt,
    who,
    ...(messageId !== undefined && { messageId }),
    createsUser: setup.createsUsers,
  };
}

/**
 * PostHog has one kind of id. Its browser library says whether the person is identified, and before it
 * did, the id of somebody anonymous was that of her device; servers send the ids of users.
 */
function isIdentified(distinctId: string, properties: RawItem): boolean {
  const { $is_identified, $user_state, $device_id, $process_person_profile } = properties;
  if (typeof $is_identified === 'boolean') return $is_identified;
  if ($user_state === 'anonymous' || $user_state === 'identified') {
    return $user_state === 'identified';
  }
  return $device_id !== distinctId && $process_person_profile !== false;
}

/** What any event may set, and what a person has by PostHog's account. */
function setPerson({ properties, item, report }: Reading, person: unknown): void {
  const set = readFlat(properties, '$set', 'properties', report);
  const unset = readUnset(properties.$unset, report);
  for (const key of unset) if (!set.has(key)) set.set(key, null);
  if (set.size > 0) {
    item.attributes = set;
    item.native = findNative(set);
  }
  const once = withoutNulls(readFlat(properties, '$set_once', 'properties', report));
  if (once.size > 0) item.once = once;
  const known = isJsonObject(person) && isJsonObject(person.properties) ? person.properties : {};
  const snapshot = withoutNulls(readOwn(known, report).own);
  if (snapshot.size > 0) item.snapshot = snapshot;
}

function readUnset(raw: unknown, report: Report): string[] {
  if (raw === undefined || raw === null) return [];
  if (Array.isArray(raw)) return raw.filter((key) => typeof key === 'string');
  if (isJsonObject(raw)) return Object.keys(raw);
  const message = 'The $unset are not a list of keys.';
  report({ code: 'not_a_list', message, path: 'properties.$unset', scope: 'key' });
  return [];
}

function withoutNulls(values: ReadonlyMap<string, Value | null>): Map<string, Value> {
  const kept = new Map<string, Value>();
  for (const [key, value] of values) if (value !== null) kept.set(key, value);
  return kept;
}

/** Of those who are identified what they were before, of everybody what the event sets. */
function readIdentify({ properties, item }: Reading): void {
  const formerId = readIdOf(properties, '$anon_distinct_id');
  if (formerId !== undefined && formerId !== item.who.id) item.formerId = formerId;
}

function readAlias({ properties, item }: Reading): void {
  const formerId = readIdOf(properties, 'alias');
  if (formerId === undefined) {
    throw new ItemRefused('missing_id', 'There is no alias.', 'event.properties.alias');
  }
  item.formerId = formerId;
  item.isAlias = true;
}

/** A user's groups are kept on the user: a group of nobody cannot be. */
function readGroup({ properties, item, report }: Reading): void {
  const type = readId(properties, '$group_type');
  const key = readIdOf(properties, '$group_key');
  if (type === undefined || key === undefined) {
    const message = 'A group needs a $group_type and a $group_key.';
    throw new ItemRefused('missing_id', message, 'event.properties');
  }
  // What PostHog's libraries make up where a group is described for nobody.
  if (item.who.id === `$${type}_${key}`) {
    const message = 'The group is described for no user; what is known of groups is kept on users.';
    throw new ItemRefused('no_user', message, 'event.distinct_id');
  }
  const prefix = `group.${type}.`;
  const values = readFlat(properties, '$group_set', 'properties', report, prefix);
  item.attributes = new Map([
    ...(item.attributes ?? []),
    ...values,
    ...readValues({ [`${prefix}id`]: key }, 'properties', report),
  ]);
}

function addEvent({ name, properties, item, report }: Reading, { newId }: SourceContext): void {
  const { messageId, timestamp } = item;
  // Those of the sender first, should there not be room for all.
  const { own, added } = readOwn(properties, report);
  item.event = {
    name,
    timestamp,
    messageId: messageId ?? newId(),
    hasOwnMessageId: messageId === undefined,
    properties: toProperties(new Map([...own, ...added]), report),
  };
}

/** What says something about the person, not about the event; it is read above. */
const aboutPerson = new Set(['$set', '$set_once', '$unset']);

/** What PostHog needs for itself. */
const forPosthog = new Set(['distinct_id', 'token', 'api_key']);

/**
 * Values by key: those of the sender, and those that PostHog adds itself (`$…`). The latter are taken where
 * they are values, and passed over where they are not: nobody could repair that.
 */
function readOwn(raw: RawItem, report: Report) {
  const own: Record<string, unknown> = Object.create(null);
  const added: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(raw)) {
    if (aboutPerson.has(key) || forPosthog.has(key)) continue;
    (key.startsWith('$') ? added : own)[key] = raw[key];
  }
  return {
    own: readValues(flattenValues(own), 'properties', report),
    added: readValues(added, 'properties', () => {}),
  };
}
