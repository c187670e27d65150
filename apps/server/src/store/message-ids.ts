import { toMessageKey } from './message-key.ts';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';

const messageInsert: BatchInsert = {
  table: 'message_ids',
  columns: { project: 'integer', id: 'bytes' },
  conflict: 'on conflict do nothing',
};

/** Records the message ids and returns those that the project had not seen before. */
export async function keepNewMessageIds(
  { connection }: Session,
  project: number,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const messageIdByKey = new Map<string, string>();
  const rows: [number, Uint8Array][] = [];
  for (const messageId of new Set(messageIds)) {
    const key = toMessageKey(messageId);
    messageIdByKey.set(toMapKey(key), messageId);
    rows.push([project, key]);
  }
  const inserted = await connection.insertNewRows(messageInsert, 'id', rows);
  const fresh = new Set<string>();
  for (const key of inserted) {
    const messageId = key instanceof Uint8Array && messageIdByKey.get(toMapKey(key));
    if (typeof messageId !== 'string') throw new Error('A message id was kept that nobody gave.');
    fresh.add(messageId);
  }
  return fresh;
}

function toMapKey(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
