import { setImmediate as breathe } from 'node:timers/promises';
import type { DatabaseSync } from '@photostructure/sqlite';
import type { BatchInsert, SqlConnection } from '../sql-connection.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

/**
 * Rows that are inserted before what else waits on this thread has its turn: what was committed is
 * answered when the disk has it, and not only when the next transaction is done.
 */
const rowsAtOnce = 24;

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;
type Database = InstanceType<typeof DatabaseSync>;

interface Prepared {
  statement: Statement;
  /** Whether it returns rows. */
  reads: boolean;
}

/**
 * A connection over `database` that prepares each text once. The texts are constants of this store
 * and the few that its query builder makes, so nothing has to leave the cache.
 */
export function connectSqlite(database: Database): SqlConnection {
  const preparedByText = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    let prepared = preparedByText.get(sql);
    if (prepared === undefined) {
      const statement = database.prepare(sql);
      prepared = { statement, reads: statement.columns().length > 0 };
      preparedByText.set(sql, prepared);
    }
    return prepared;
  }

  function prepareInsert({ table, columns, conflict }: BatchInsert): Statement {
    const names = Object.keys(columns);
    const marks = names.map(() => '?').join(', ');
    return prepare(`insert into ${table} (${names.join(', ')}) values (${marks}) ${conflict}`)
      .statement;
  }

  return {
    dialect: sqliteDialect,
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const { statement, reads } = prepare(sql);
      if (reads) {
        const rows: Row[] = statement.all(...parameters);
        return { rows, changes: rows.length };
      }
      return { rows: [], changes: statement.run(...parameters).changes };
    },
    async insertRows(batch, rows) {
      const statement = prepareInsert(batch);
      let changes = 0;
      for (const [index, row] of rows.entries()) {
        if ((index + 1) % rowsAtOnce === 0) await breathe();
        changes += statement.run(...row).changes;
      }
      return changes;
    },
    async insertNewRows(batch, _column, rows) {
      const statement = prepareInsert(batch);
      const inserted: number[] = [];
      for (const [index, row] of rows.entries()) {
        if ((index + 1) % rowsAtOnce === 0) await breathe();
        // `returning` would cost three times what asking for the number of changes does.
        if (statement.run(...row).changes > 0) inserted.push(index);
      }
      return inserted;
    },
  };
}
