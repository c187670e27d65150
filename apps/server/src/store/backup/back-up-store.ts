import type { Migration } from '../migrations/migration.ts';
import type { SqlConnection } from '../sql-connection.ts';
import type { StoreLine } from './backup-lines.ts';
import { describeSchema } from './describe-schema.ts';
import { dumpTables } from './dump-tables.ts';

/** What can be backed up while it is in use. */
export interface BackupSource {
  /**
   * Writes one snapshot of everything as lines of a backup, several at a time, waiting for each, and
   * resolves with the number of rows by table. It holds up no writer.
   */
  backUp(write: (lines: string) => Promise<void>): Promise<Record<string, number>>;
}

/** Writes what the store of `connection` holds, beginning with a line that says what it is made of. */
export async function backUpStore(
  connection: SqlConnection,
  migrations: readonly Migration[],
  write: (lines: string) => Promise<void>,
): Promise<Record<string, number>> {
  const { rows } = await connection.query<{ head: number }>('select head from change_log');
  const [log] = rows;
  if (log === undefined) throw new Error('The store has lost the row that counts its changes.');
  const line: StoreLine = { schema: migrations.map(({ name }) => name), head: log.head };
  await write(`${JSON.stringify(line)}\n`);
  return dumpTables(connection, await describeSchema(migrations), write);
}
