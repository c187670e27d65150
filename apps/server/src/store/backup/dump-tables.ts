import { setImmediate as breathe } from 'node:timers/promises';
import type { SqlConnection, SqlValue } from '../sql-connection.ts';
import { type TableLine, toLineValue } from './backup-lines.ts';
import type { BackupTable } from './describe-schema.ts';

/** A page of rows is about so much text, whatever a row is: memory is bounded, and no thread held up. */
const pageCharacters = 1_000_000;
const mostRowsOfPage = 2_000;

type Row = Record<string, SqlValue>;

/**
 * Writes every row of the tables as lines, in the order of their keys, and says how many there were of
 * each. Waits for `write`, which gets several lines at a time.
 */
export async function dumpTables(
  connection: SqlConnection,
  tables: readonly BackupTable[],
  write: (lines: string) => Promise<void>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const line: TableLine = { table: table.name, columns: Object.keys(table.columns) };
    await write(`${JSON.stringify(line)}\n`);
    counts[table.name] = await dumpRows(connection, table, write);
  }
  return counts;
}

async function dumpRows(
  connection: SqlConnection,
  table: BackupTable,
  write: (lines: string) => Promise<void>,
): Promise<number> {
  const { first, next } = writeQueries(table);
  const columns = Object.keys(table.columns);
  let count = 0;
  let limit = 100;
  let last: Row | undefined;
  for (;;) {
    const after = last;
    const { rows } =
      after === undefined
        ? await connection.query<Row>(first, [limit])
        : await connection.query<Row>(next, [...table.key.map((name) => after[name]), limit]);
    if (rows.length === 0) return count;
    const lines = rows
      .map((row) => `${JSON.stringify(columns.map((name) => toLineValue(row[name] ?? null)))}\n`)
      .join('');
    await write(lines);
    // SQLite answers at once, so that nothing else would have its turn.
    await breathe();
    count += rows.length;
    last = rows.at(-1);
    const fitting = Math.floor((pageCharacters * rows.length) / lines.length);
    limit = Math.max(1, Math.min(mostRowsOfPage, fitting, limit * 2));
  }
}

function writeQueries({ name, columns, key }: BackupTable): { first: string; next: string } {
  const names = Object.keys(columns).map(quote).join(', ');
  const keys = key.map(quote).join(', ');
  const marks = key.map(() => '?').join(', ');
  const order = `order by ${keys} limit ?`;
  return {
    first: `select ${names} from ${name} ${order}`,
    next: `select ${names} from ${name} where (${keys}) > (${marks}) ${order}`,
  };
}

/** Some columns are named as words of SQL are, e.g. "row". */
function quote(name: string): string {
  return `"${name}"`;
}
