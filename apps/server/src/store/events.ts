import { decodeEvent, encodeProperties, type StoredEvent } from './event-codec.ts';
import { keepEventNames } from './event-names.ts';
import { toKeyText } from './key-text.ts';
import { mergeRanges } from './merge-ranges.ts';
import { toEventKey } from './message-key.ts';
import type { Session } from './session.ts';
import type { BatchInsert, SqlDialect } from './sql-connection.ts';
import type { EventPosition, EventQuery, EventRow } from './store.ts';

const key = 'number, source, name, timestamp, message_key';
const selected = `${key}, message_id, properties`;

const eventInsert: BatchInsert = {
  table: 'events',
  columns: {
    project: 'integer',
    number: 'integer',
    source: 'text',
    name: 'text',
    timestamp: 'integer',
    message_key: 'text',
    message_id: 'text',
    properties: 'text',
  },
  conflict: 'on conflict do nothing',
};

const rangeColumns = {
  source: 'text',
  name: 'text',
  earliest: 'integer',
  latest: 'integer',
} as const;

const findText = ({ rowSource }: SqlDialect) =>
  `select ${selected
    .split(', ')
    .map((column) => `events.${column}`)
    .join(', ')}
  from ${rowSource(rangeColumns)} as given cross join events
  where events.project = ? and events.number = ?
    and events.source = given.source and events.name = given.name
    and events.timestamp >= given.earliest and events.timestamp <= given.latest`;

/** One person's events that any of the queries asks for, each once; reads those ranges only. */
export async function findEvents(
  { connection }: Session,
  project: number,
  number: number,
  queries: readonly EventQuery[],
): Promise<EventRow[]> {
  const ranges = mergeRanges(queries);
  if (ranges.length === 0) return [];
  const { dialect } = connection;
  const given = ranges.map(({ source, name, earliest, latest }) => [
    source,
    toKeyText(name),
    earliest,
    latest,
  ]);
  const { rows } = await connection.query<StoredEvent>(findText(dialect), [
    ...dialect.rowParameters(rangeColumns, given),
    project,
    number,
  ]);
  return rows.map(decodeEvent);
}

/** One person's events, newest first; those that come after `position`, when it is given. */
export async function listEventsOf(
  { connection }: Session,
  project: number,
  number: number,
  limit: number,
  position?: EventPosition,
): Promise<EventRow[]> {
  const beyond =
    position === undefined
      ? ''
      : 'and timestamp <= ? and (timestamp < ? or (source, name, message_key) > (?, ?, ?))';
  const { rows } = await connection.query<StoredEvent>(
    `select ${selected} from events where project = ? and number = ? ${beyond}
    order by timestamp desc, source, name, message_key limit ?`,
    [project, number, ...toPositionParameters(position), limit],
  );
  return rows.map(decodeEvent);
}

function toPositionParameters(position: EventPosition | undefined): (string | number)[] {
  if (position === undefined) return [];
  const { timestamp, source, name, messageId } = position;
  return [timestamp, timestamp, source, toKeyText(name), toEventKey(messageId).key];
}

/** The next events of the project in key order. */
export async function scanEvents(
  { connection }: Session,
  project: number,
  after: EventRow | undefined,
  limit: number,
): Promise<EventRow[]> {
  const beyond = after === undefined ? '' : `and (${key}) > (?, ?, ?, ?, ?)`;
  const position = after === undefined ? [] : toKey(after);
  const { rows } = await connection.query<StoredEvent>(
    `select ${selected} from events where project = ? ${beyond} order by ${key} limit ?`,
    [project, ...position, limit],
  );
  return rows.map(decodeEvent);
}

function toKey({ number, source, name, timestamp, messageId }: EventRow): (string | number)[] {
  return [number, source, toKeyText(name), timestamp, toEventKey(messageId).key];
}

/** How many events the project has; counted as they come and go, never by reading them. */
export async function countEvents({ connection }: Session, project: number): Promise<number> {
  const { rows } = await connection.query<{ events: number }>(
    'select events from projects where number = ?',
    [project],
  );
  return rows[0]?.events ?? 0;
}

/** Inserts the events that are not there yet and keeps their names. */
export async function insertEvents(
  session: Session,
  project: number,
  events: readonly EventRow[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => {
    const { key: messageKey, full } = toEventKey(event.messageId);
    return [
      project,
      event.number,
      event.source,
      toKeyText(event.name),
      event.timestamp,
      messageKey,
      full,
      encodeProperties(session, event.properties),
    ];
  });
  const inserted = await session.connection.insertRows(eventInsert, rows);
  await addToCount(session, project, inserted);
  await keepEventNames(session, project, events);
}

/** Gives every event of one number to another; what both have is kept once. */
export async function moveEvents(
  session: Session,
  project: number,
  from: number,
  to: number,
): Promise<void> {
  const { changes: moved } = await session.connection.query(
    `insert into events (project, number, source, name, timestamp, message_key, message_id, properties)
    select project, cast(? as ${session.connection.dialect.types.integer}),
      source, name, timestamp, message_key, message_id, properties
    from events where project = ? and number = ?
    on conflict do nothing`,
    [to, project, from],
  );
  const removed = await removeEvents(session, project, from);
  await addToCount(session, project, moved - removed);
}

/** Removes every event of one number. */
export async function deleteEvents(
  session: Session,
  project: number,
  number: number,
): Promise<void> {
  const removed = await removeEvents(session, project, number);
  await addToCount(session, project, -removed);
}

async function removeEvents(
  { connection }: Session,
  project: number,
  number: number,
): Promise<number> {
  const { changes } = await connection.query(
    'delete from events where project = ? and number = ?',
    [project, number],
  );
  return changes;
}

/** Says that so many events have been removed. */
export async function countDown(session: Session, project: number, removed: number): Promise<void> {
  await addToCount(session, project, -removed);
}

async function addToCount({ connection }: Session, project: number, count: number): Promise<void> {
  if (count === 0) return;
  await connection.query('update projects set events = events + ? where number = ?', [
    count,
    project,
  ]);
}
