import { type EventSource, eventSources } from '@muster/conditions';
import type { UserEventBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { EventPosition, EventRow, Project, ReadTransaction } from '../../store/store.ts';

/** Some of a user's events; the cursor leads to the next older ones. */
export interface EventPage {
  events: UserEventBody[];
  nextCursor: string | null;
}

/**
 * At most `limit` events of one user, newest first. The cursor is the place of the last one, so that
 * nothing has to be kept here. Throws a 422 for text that is no cursor.
 */
export async function readEventPage(
  tx: ReadTransaction,
  { number: project }: Project,
  number: number,
  limit: number,
  cursor: string | undefined,
): Promise<EventPage> {
  const position = cursor === undefined ? undefined : decodePosition(cursor);
  // One more than the page holds says whether there is another.
  const rows = await tx.eventsOf(project, number, limit + 1, position);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodePosition(last) : null;
  return { events: page.map(toEventBody), nextCursor };
}

function toEventBody({ source, name, timestamp, messageId, properties }: EventRow): UserEventBody {
  return {
    source,
    name,
    timestamp: new Date(timestamp).toISOString(),
    messageId,
    properties: Object.fromEntries(properties),
  };
}

const version = 1;

function encodePosition({ timestamp, source, name, messageId }: EventPosition): string {
  const text = JSON.stringify([version, timestamp, source, name, messageId]);
  return Buffer.from(text).toString('base64url');
}

function decodePosition(cursor: string): EventPosition {
  const [written, timestamp, source, name, messageId] = parseList(cursor);
  if (written === version && Number.isSafeInteger(timestamp) && isSource(source)) {
    if (isKeyText(name) && isKeyText(messageId)) {
      return { timestamp: timestamp as number, source, name, messageId };
    }
  }
  const message = 'This is not a cursor of a page; begin without one.';
  throw new HttpProblem(422, 'invalid_cursor', message, {
    errors: [{ path: 'cursor', message, code: 'invalid_cursor' }],
  });
}

function parseList(cursor: string): unknown[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(json) ? json : [];
  } catch {
    // Not JSON is not a cursor, which the caller says.
    return [];
  }
}

function isSource(value: unknown): value is EventSource {
  return eventSources.some((source) => source === value);
}

function isKeyText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}
