import { eventsColumns, usersColumns } from '../src/index-layout.ts';
import type { TestEngine } from './chdb.ts';

/** The two tables of the index, as the server makes them. */
export function listIndexTables(): { name: string; columns: string; engine: string }[] {
  const users = 'ReplacingMergeTree(rev, deleted) ORDER BY (project, number)';
  const events = 'MergeTree ORDER BY (project, source, name, timestamp)';
  return [
    { name: 'users', columns: listColumns(usersColumns), engine: users },
    { name: 'events', columns: listColumns(eventsColumns), engine: events },
  ];
}

/** Makes them, empty. */
export async function createIndexTables(engine: TestEngine): Promise<void> {
  for (const { name, columns, engine: kind } of listIndexTables()) {
    await engine.execute(`CREATE TABLE ${name} (${columns}) ENGINE = ${kind}`);
  }
}

function listColumns(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
}
