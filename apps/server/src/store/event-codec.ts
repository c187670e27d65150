import type { Value } from '@muster/conditions';
import { fromKeyText } from './key-text.ts';
import { toMessageId } from './message-key.ts';
import type { Session } from './session.ts';
import type { EventRow } from './store.ts';

/** A row of the table `events` as it is read. */
export interface StoredEvent {
  number: number;
  source: EventRow['source'];
  name: string;
  timestamp: number;
  message_key: string;
  message_id: string | null;
  properties: string;
}

/** The properties as JSON: a flat list of key, value, key, value …, where no key is special. */
export function encodeProperties(
  { encodedProperties }: Session,
  properties: EventRow['properties'],
): string {
  let text = encodedProperties.get(properties);
  if (text === undefined) {
    const list: Value[] = [];
    for (const [key, value] of properties) list.push(key, value);
    text = JSON.stringify(list);
    encodedProperties.set(properties, text);
  }
  return text;
}

/** The properties that `encodeProperties` wrote. */
export function decodeProperties(list: readonly Value[]): Map<string, Value> {
  const properties = new Map<string, Value>();
  for (let at = 0; at < list.length; at += 2) {
    properties.set(list[at] as string, list[at + 1] as Value);
  }
  return properties;
}

/** The event of a stored row. */
export function decodeEvent(row: StoredEvent): EventRow {
  return {
    number: row.number,
    source: row.source,
    name: fromKeyText(row.name),
    timestamp: row.timestamp,
    messageId: toMessageId(row.message_key, row.message_id),
    properties: decodeProperties(JSON.parse(row.properties)),
  };
}
