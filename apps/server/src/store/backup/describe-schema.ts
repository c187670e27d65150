import { DatabaseSync } from '@photostructure/sqlite';
import { migrate } from '../migrations/migrate.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Columns, ColumnType } from '../sql-connection.ts';
import { connectSqlite } from '../sqlite/sqlite-connection.ts';

/** A table as a backup has it. */
export interface BackupTable {
  name: string;
  columns: Columns;
  /** The columns of its primary key, in their order. */
  key: readonly string[];
}

/**
 * Not in a backup: what the program writes by itself, and the change log, which only says to an index
 * what it has yet to take in. An index is made anew from what is restored.
 */
const leftOut = new Set(['migrations', 'change_log', 'changes']);

const columnTypes: Record<string, ColumnType> = { INTEGER: 'integer', TEXT: 'text', BLOB: 'bytes' };

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  key: number;
}

/**
 * The tables that `migrations` make, in the order of their names. They are made in memory and looked
 * at, so nobody has to keep a list of them, and they are the same for both engines.
 */
export async function describeSchema(migrations: readonly Migration[]): Promise<BackupTable[]> {
  const database = new DatabaseSync(':memory:');
  try {
    const connection = connectSqlite(database);
    await migrate(connection, migrations);
    const { rows } = await connection.query<ColumnRow>(
      `select tables.name as "table", columns.name as "column", columns.type, columns.pk as "key"
      from sqlite_schema as tables join pragma_table_info(tables.name) as columns
      where tables.type = 'table' order by tables.name, columns.cid`,
    );
    const names = new Set(rows.map(({ table }) => table).filter((name) => !leftOut.has(name)));
    return [...names].map((name) =>
      toTable(
        name,
        rows.filter(({ table }) => table === name),
      ),
    );
  } finally {
    database.close();
  }
}

function toTable(name: string, rows: readonly ColumnRow[]): BackupTable {
  const key = rows.filter((row) => row.key > 0).sort((one, other) => one.key - other.key);
  if (key.length === 0) throw new Error(`The table ${name} has no primary key to be read by.`);
  return {
    name,
    columns: Object.fromEntries(rows.map(({ column, type }) => [column, toColumnType(type)])),
    key: key.map(({ column }) => column),
  };
}

function toColumnType(type: string): ColumnType {
  const found = columnTypes[type.toUpperCase()];
  if (found === undefined) throw new Error(`A backup has no columns of the type ${type}.`);
  return found;
}
