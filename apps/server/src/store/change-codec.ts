import type { Value } from '@muster/conditions';
import { decodeProperties, encodeProperties } from './event-codec.ts';
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
      return '[]';
  }
}

function encodeEvent(session: Session, event: EventRow): string {
  const { number, source, name, timestamp, messageId, properties } = event;
  const head = JSON.stringify([number, source, name, timestamp, messageId]);
  return `${head.slice(0, -1)},${encodeProperties(session, properties)}]`;
}

/** The change of a row that `encodeChange` made. */
export function decodeChange({ project, type, body }: ChangeRow): Change {
  const parsed: unknown = JSON.parse(body);
  switch (type) {
    case 'profiles':
      return { type, project, numbers: parsed as number[] };
    case 'events':
      return { type, project, events: (parsed as EncodedEvent[]).map(decodeEvent) };
    case 'merge': {
      const [from, to] = parsed as [number, number];
      return { type, project, from, to };
    }
    case 'erase': {
      const [number] = parsed as [number];
      return { type, project, number };
    }
    case 'expire': {
      const [after, through, before] = parsed as [number, number, number];
      return { type, project, after, through, before };
    }
    case 'timeZone':
      return { type, project };
  }
}

function decodeEvent(encoded: EncodedEvent): EventRow {
  const [number, source, name, timestamp, messageId, properties] = encoded;
  return { number, source, name, timestamp, messageId, properties: decodeProperties(properties) };
}
