import type { Value } from '@muster/conditions';
import { decodeProperties, encodeProperties } from './event-codec.ts';
import type { UnreadableChange } from './read-change.ts';
import type { Session } from './session.ts';
import type { Change, EventRow } from './store.ts';

/** A row of the table `changes`. `body` is JSON whose shape depends on the type. */
export interface ChangeRow {
  position: number;
  project: number;
  type: Change['type'];
  body: string;
}

type EncodedEvent = [
  number: number,
  source: EventRow['source'],
  name: string,
  timestamp: number,
  messageId: string,
  properties: Value[],
];

/** What is written of a change. The body of `events` holds them whole: whoever follows the log
 * never has to look for rows, which a later merge may have moved. */
export function encodeChange(session: Session, change: Change): Omit<ChangeRow, 'position'> {
  return { project: change.project, type: change.type, body: encodeBody(session, change) };
}

function encodeBody(session: Session, change: Change): string {
  switch (change.type) {
    case 'profiles':
      return JSON.stringify(change.numbers);
    case 'events':
      return `[${change.events.map((event) => encodeEvent(session, event)).join(',')}]`;
    case 'merge':
      return JSON.stringify([change.from, change.to]);
    case 'erase':
      return JSON.stringify([change.number]);
    case 'expire':
      return JSON.stringify([change.after, change.through, change.before]);
    case 'timeZone':
    case 'deleteProject':
      return '[]';
  }
}

function encodeEvent(session: Session, event: EventRow): string {
  const { number, source, name, timestamp, messageId, properties } = event;
  const head = JSON.stringify([number, source, name, timestamp, messageId]);
  return `${head.slice(0, -1)},${encodeProperties(session, properties)}]`;
}

/**
 * The change of a row that `encodeChange` made. Never throws: a row that was damaged, or is of a version to
 * come, must not keep everybody from what is after it.
 */
export function decodeChange({ project, type, body }: ChangeRow): Change | UnreadableChange {
  return decodeBody(project, type, parseList(body)) ?? { type: 'unreadable', project };
}

function parseList(body: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? parsed : [undefined];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [undefined];
  }
}

/** Nothing when the list is not what a change of that type has, or there is no such type. */
function decodeBody(project: number, type: Change['type'], list: unknown[]): Change | undefined {
  if (type === 'events') {
    return list.every(isEncodedEvent)
      ? { type, project, events: list.map(decodeEvent) }
      : undefined;
  }
  if (!list.every(Number.isSafeInteger)) return undefined;
  const numbers = list as number[];
  const [first = 0, second = 0, third = 0] = numbers;
  switch (type) {
    case 'profiles':
      return { type, project, numbers };
    case 'merge':
      return numbers.length === 2 ? { type, project, from: first, to: second } : undefined;
    case 'erase':
      return numbers.length === 1 ? { type, project, number: first } : undefined;
    case 'expire':
      return numbers.length === 3
        ? { type, project, after: first, through: second, before: third }
        : undefined;
    case 'timeZone':
    case 'deleteProject':
      return { type, project };
    default:
      return undefined;
  }
}

function isEncodedEvent(value: unknown): value is EncodedEvent {
  if (!Array.isArray(value)) return false;
  const [number, source, name, timestamp, messageId, properties] = value;
  return (
    Number.isSafeInteger(number) &&
    [source, name, messageId].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(timestamp) &&
    Array.isArray(properties)
  );
}

function decodeEvent(encoded: EncodedEvent): EventRow {
  const [number, source, name, timestamp, messageId, properties] = encoded;
  return { number, source, name, timestamp, messageId, properties: decodeProperties(properties) };
}
