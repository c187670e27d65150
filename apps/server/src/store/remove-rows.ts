import { type ProjectTable, projectTables } from './project-tables.ts';
import type { Session } from './session.ts';
import type { SqlValue } from './sql-connection.ts';

/** How far removing the rows of a project has come, so that nobody looks again at what has gone. */
export interface RemovalPlace {
  table: string;
  /** Of the project or the import. */
  scope: number;
  /** The key of the last row that went; none: before the first. */
  after: readonly SqlValue[];
}

/** What a slice of a removal came to. */
export interface RemovedSlice {
  rows: number;
  /** Where to go on; absent when nothing is left. */
  next?: RemovalPlace;
}

interface Stage {
  table: ProjectTable;
  scope: number;
}

/** Removes about `limit` rows of a project from all tables that have any, from a place on. */
export async function removeRows(
  session: Session,
  project: number,
  limit: number,
  from?: RemovalPlace,
): Promise<RemovedSlice> {
  const stages = await listStages(session, project);
  const at = stages.findIndex(
    ({ table, scope }) => table.name === from?.table && scope === from.scope,
  );
  // What is found nowhere any more has gone with its import.
  let after = at < 0 ? [] : (from?.after ?? []);
  let rows = 0;
  for (const { table, scope } of stages.slice(Math.max(0, at))) {
    const keys = await removeSome(session, { table, scope }, after, limit - rows);
    rows += keys.length;
    if (rows >= limit) {
      const last = keys.at(-1) ?? [];
      return { rows, next: { table: table.name, scope, after: last } };
    }
    after = [];
  }
  return { rows };
}

/** The tables in their order, those of imports once for each import. */
async function listStages({ connection }: Session, project: number): Promise<Stage[]> {
  const { rows } = await connection.query<{ number: number }>(
    'select number from imports where project = ? order by number',
    [project],
  );
  const ofImports = projectTables.filter(({ of }) => of === 'import');
  const others = projectTables.filter(({ of }) => of === 'project');
  return [
    ...rows.flatMap(({ number }) => ofImports.map((table) => ({ table, scope: number }))),
    ...others.map((table) => ({ table, scope: project })),
  ];
}

/**
 * Removes the first rows after a key, at most `limit`, and returns their keys. It begins after the last that
 * went, since PostgreSQL would else pass over all that have gone each time.
 */
async function removeSome(
  { connection }: Session,
  { table: { name, of, key }, scope }: Stage,
  after: readonly SqlValue[],
  limit: number,
): Promise<SqlValue[][]> {
  if (key.length === 0) {
    const { changes } = await connection.query(`delete from ${name} where ${of} = ?`, [scope]);
    return Array.from({ length: changes }, () => []);
  }
  const columns = key.map((column) => `"${column}"`).join(', ');
  const marks = key.map(() => '?').join(', ');
  const isAfter = after.length > 0 ? ` and (${columns}) > (${marks})` : '';
  const where = `where ${of} = ?${isAfter}`;
  const { rows } = await connection.query<Record<string, SqlValue>>(
    `select ${columns} from ${name} ${where} order by ${columns} limit ?`,
    [scope, ...after, limit],
  );
  const keys = rows.map((row) => key.map((column) => row[column] ?? null));
  const last = keys.at(-1);
  if (last === undefined) return [];
  await connection.query(`delete from ${name} ${where} and (${columns}) <= (${marks})`, [
    scope,
    ...after,
    ...last,
  ]);
  return keys;
}
