import type { ImportRow, ImportSettings } from './import-rows.ts';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

interface StoredImport {
  number: number;
  project: number;
  id: string;
  status: string;
  document: string;
}

const columns = ['number', 'project', 'id', 'status', 'document'] as const;

/** All imports of a project, in the order in which they were made; reads no settings. */
export async function listImports({ queries }: Session, project: number): Promise<ImportRow[]> {
  const rows = await queries
    .selectFrom('imports')
    .select(columns)
    .where('project', '=', project)
    .orderBy('number')
    .execute();
  return rows.map(toImport);
}

/** Those of the imports that are there and do not run. */
export async function findEndedImports(
  { queries }: Session,
  numbers: readonly number[],
): Promise<Set<number>> {
  if (numbers.length === 0) return new Set();
  const rows = await queries
    .selectFrom('imports')
    .select('number')
    .where('number', 'in', numbers)
    .where('status', '<>', 'running')
    .execute();
  return new Set(rows.map(({ number }) => number));
}

/** One import, if it is there. */
export async function findImport(
  { queries }: Session,
  project: number,
  id: string,
): Promise<ImportRow | undefined> {
  const row = await queries
    .selectFrom('imports')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toImport(row);
}

/** What was chosen for it. */
export async function findImportSettings(
  { queries }: Session,
  number: number,
): Promise<ImportSettings | undefined> {
  const row = await queries
    .selectFrom('imports')
    .select('settings')
    .where('number', '=', number)
    .executeTakeFirst();
  return row && (JSON.parse(row.settings) as ImportSettings);
}

/** Throws when the id is taken. */
export async function insertImport(
  { queries }: Session,
  row: Omit<ImportRow, 'number'>,
  settings: ImportSettings,
): Promise<ImportRow> {
  const values = { ...toRow(row), settings: JSON.stringify(settings) };
  const { number } = await queries
    .insertInto('imports')
    .values(values)
    .returning('number')
    .executeTakeFirstOrThrow();
  return { ...row, number };
}

/** Replaces the import of that number; without settings, those stay. */
export async function updateImport(
  { queries }: Session,
  row: ImportRow,
  settings?: ImportSettings,
): Promise<void> {
  const { status, document } = toRow(row);
  const changed = settings && { settings: JSON.stringify(settings) };
  await queries
    .updateTable('imports')
    .set({ status, document, ...changed })
    .where('number', '=', row.number)
    .execute();
}

/** Removes an import that has not been run. */
export async function deleteImport({ queries }: Session, number: number): Promise<void> {
  await queries.deleteFrom('imports').where('number', '=', number).execute();
}

function toImport({ number, project, id, status, document }: StoredImport): ImportRow {
  const rest: Omit<ImportRow, keyof Omit<StoredImport, 'document'>> = JSON.parse(document);
  return {
    number,
    project,
    id: fromKeyText(id),
    status: status as ImportRow['status'],
    ...rest,
  };
}

function toRow({
  project,
  id,
  status,
  ...rest
}: Omit<ImportRow, 'number'> & { number?: number }): Omit<StoredImport, 'number'> {
  const { number: _, ...document } = rest;
  return { project, id: toKeyText(id), status, document: JSON.stringify(document) };
}
