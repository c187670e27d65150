import { allMigrations } from '../migrations/all-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { StoreTooNewError } from '../store-errors.ts';
import type { RowLine, StoreLine, TableLine } from './backup-lines.ts';
import { type BackupTable, describeSchema } from './describe-schema.ts';
import { createTables, finishTables, insertLines } from './restore-tables.ts';

const rowsOfInsert = 1_000;
const charactersOfInsert = 4_000_000;

/** Puts the lines of a backup into an empty store. */
export interface Refill {
  beginTable(line: TableLine): Promise<void>;
  /** A row of the table begun last; `characters` is about how long it is. */
  addRow(row: RowLine, characters: number): Promise<void>;
  /** To be called after the last row; resolves with the number of rows by table. */
  finish(): Promise<Record<string, number>>;
}

/** A backup that its own checksum vouches for, and that is still not what this program can restore. */
export class UnfitBackupError extends Error {
  override readonly name = 'UnfitBackupError';
}

/**
 * Makes the tables as they were when the backup was made; opening the store carries them forward, as
 * it does with any older store. Throws `StoreTooNewError` when the program was newer.
 */
export async function beginRefill(
  connection: SqlConnection,
  { schema, head }: StoreLine,
): Promise<Refill> {
  const migrations = findMigrations(schema);
  const tables = new Map((await describeSchema(migrations)).map((table) => [table.name, table]));
  await createTables(connection, migrations);
  const counts: Record<string, number> = {};
  let table: BackupTable | undefined;
  let rows: RowLine[] = [];
  let held = 0;

  async function flush(): Promise<void> {
    if (table === undefined || rows.length === 0) return;
    await insertLines(connection, table, rows);
    counts[table.name] = (counts[table.name] ?? 0) + rows.length;
    rows = [];
    held = 0;
  }

  return {
    async beginTable(line) {
      await flush();
      table = tables.get(line.table);
      const columns = Object.keys(table?.columns ?? {});
      if (table === undefined || columns.join() !== line.columns.join()) {
        throw new UnfitBackupError(`its table "${line.table}" is not as this program knows it`);
      }
      counts[table.name] ??= 0;
    },
    async addRow(row, characters) {
      if (table === undefined) throw new UnfitBackupError('it has a row that is of no table');
      rows.push(row);
      held += characters;
      if (rows.length >= rowsOfInsert || held >= charactersOfInsert) await flush();
    },
    async finish() {
      await flush();
      await finishTables(connection, migrations, head);
      return counts;
    },
  };
}

function findMigrations(schema: readonly string[]): readonly Migration[] {
  const unknown = schema.findIndex((name, at) => allMigrations[at]?.name !== name);
  if (unknown >= 0) {
    throw new StoreTooNewError(
      `This backup was made by a newer version of Muster (it has the schema step ${unknown + 1} ` +
        `"${schema[unknown]}"; this program knows ${allMigrations.length}). Restore it with that version or a later one.`,
    );
  }
  return allMigrations.slice(0, schema.length);
}
