import { eventsColumns, usersColumns } from '../src/index-layout.ts';
import type { TestEngine } from './chdb.ts';

/** Makes the two tables of the index, empty, in the way that the server makes them. */
export async function createIndexTables(engine: TestEngine): Promise<void> {
  await engine.execute(
    `CREATE TABLE users (${listColumns(usersColumns)}) ENGINE = ReplacingMergeTree(rev, deleted) ORDER BY (project, number)`,
  );
  await engine.execute(
    `CREATE TABLE events (${listColumns(eventsColumns)}) ENGINE = MergeTree ORDER BY (project, source, name, timestamp)`,
  );
}

function listColumns(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
}
