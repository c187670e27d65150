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
  const different = [...new Set(messageIds)];
  const rows = different.map((messageId) => [project, toMessageKey(messageId)]);
  const inserted = await connection.insertNewRows(messageInsert, 'id', rows);
  const fresh = new Set<string>();
  for (const index of inserted) fresh.add(different[index] as string);
  return fresh;
}

/** Forgets message ids, one by one: for the few that were recorded and then not needed. */
export async function forgetMessageIds(
  { connection }: Session,
  project: number,
  messageIds: Iterable<string>,
): Promise<void> {
  for (const messageId of messageIds) {
    await connection.query('delete from message_ids where project = ? and id = ?', [
      project,
      toMessageKey(messageId),
    ]);
  }
}
