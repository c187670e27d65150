import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';
import type { EventName, EventRow } from './store.ts';

const nameInsert: BatchInsert = {
  table: 'event_names',
  columns: { project: 'integer', source: 'text', name: 'text' },
  conflict: 'on conflict do nothing',
};

/** Every name that events of the project have had, by source and name. */
export async function listEventNames({ queries }: Session, project: number): Promise<EventName[]> {
  const rows = await queries
    .selectFrom('event_names')
    .select(['source', 'name'])
    .where('project', '=', project)
    .orderBy('source')
    .orderBy('name')
    .execute();
  return rows.map(({ source, name }) => ({
    source: source as EventName['source'],
    name: fromKeyText(name),
  }));
}

/**
 * Adds names to the catalog that are not in it. Names that are known to be there cost a look-up in
 * memory; what this transaction adds becomes known to others only when it has committed.
 */
export async function keepEventNames(
  { connection, knownEventNames, newEventNames }: Session,
  project: number,
  events: readonly EventRow[],
): Promise<void> {
  const rows: [number, string, string][] = [];
  for (const { source, name } of events) {
    const key = nameKey(project, source, name);
    if (knownEventNames.has(key) || newEventNames.has(key)) continue;
    newEventNames.add(key);
    rows.push([project, source, toKeyText(name)]);
  }
  if (rows.length > 0) await connection.insertRows(nameInsert, rows);
}

function nameKey(project: number, source: string, name: string): string {
  return `${project} ${source} ${name}`;
}
