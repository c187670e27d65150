import type { Value } from '@muster/conditions';
import type { Stamped } from '../modules/profiles/profile-document.ts';
import type { ImportChange, ImportIssue, ImportProgress, KeptIssue } from './import-rows.ts';
import type { Session } from './session.ts';
import type { BatchInsert, SqlDialect } from './sql-connection.ts';

const progressColumns = [
  'row',
  'created',
  'updated',
  'unchanged',
  'skipped',
  'refused',
  'issues',
] as const;

const progressInsert: BatchInsert = {
  table: 'import_progress',
  columns: {
    import: 'integer',
    row: 'integer',
    created: 'integer',
    updated: 'integer',
    unchanged: 'integer',
    skipped: 'integer',
    refused: 'integer',
    issues: 'integer',
  },
  conflict: `on conflict (import) do update set ${progressColumns
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`,
};

const issuesInsert: BatchInsert = {
  table: 'import_issues',
  columns: { import: 'integer', row: 'integer', document: 'text' },
  conflict: 'on conflict (import, row) do update set document = excluded.document',
};

const changesInsert: BatchInsert = {
  table: 'import_changes',
  columns: { import: 'integer', number: 'integer', document: 'text' },
  conflict: 'on conflict (import, number) do update set document = excluded.document',
};

const givenColumns = { import: 'integer', number: 'integer' } as const;

const findChangesText = ({ rowSource }: SqlDialect) =>
  `select import_changes.import, import_changes.number, import_changes.document
  from ${rowSource(givenColumns)} as given cross join import_changes
  where import_changes.import = given.import and import_changes.number = given.number`;

/** How far a run is; all zero before its first row. */
export async function findImportProgress(
  { connection }: Session,
  number: number,
): Promise<ImportProgress> {
  const { rows } = await connection.query<ImportProgress>(
    `select ${progressColumns.join(', ')} from import_progress where import = ?`,
    [number],
  );
  const none = { row: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0, issues: 0 };
  // A row of SQLite has no prototype.
  return { ...none, ...rows[0] };
}

/** How far the runs of a project are, by the number of the import. */
export async function listImportProgress(
  { connection }: Session,
  project: number,
): Promise<Map<number, ImportProgress>> {
  const { rows } = await connection.query<ImportProgress & { import: number }>(
    `select import, ${progressColumns.join(', ')} from import_progress
    where import in (select number from imports where project = ?)`,
    [project],
  );
  return new Map(rows.map(({ import: number, ...progress }) => [number, progress]));
}

/** Replaces how far a run is. */
export async function putImportProgress(
  { connection }: Session,
  number: number,
  progress: ImportProgress,
): Promise<void> {
  await connection.insertRows(progressInsert, [
    [number, ...progressColumns.map((column) => progress[column])],
  ]);
}

/** Keeps issues of rows that are after all those kept before. */
export async function insertImportIssues(
  { connection }: Session,
  number: number,
  issues: readonly KeptIssue[],
): Promise<void> {
  const last = issues.at(-1);
  if (last === undefined) return;
  await connection.insertRows(issuesInsert, [[number, last.row, encodeIssues(issues)]]);
}

type EncodedIssue = [
  row: number,
  column: string,
  value: string,
  reason: string,
  scope: ImportIssue['scope'],
  about?: string,
];

/** The JSON of issues that are kept together. */
export function encodeIssues(issues: readonly KeptIssue[]): string {
  const entries = issues.map(({ row, column, value, reason, scope, about }): EncodedIssue => {
    const entry = [row, column, value, reason, scope] as const;
    return about === undefined ? [...entry] : [...entry, about];
  });
  return JSON.stringify(entries);
}

/** What `encodeIssues` wrote. */
export function decodeIssues(document: string): KeptIssue[] {
  const entries: EncodedIssue[] = JSON.parse(document);
  return entries.map(([row, column, value, reason, scope, about]) => ({
    ...{ row, column, value, reason, scope },
    ...(about !== undefined && { about }),
  }));
}

/** Issues of rows > `after` in their order, some batches of them; none is the end. */
export async function listImportIssues(
  { connection }: Session,
  number: number,
  after: number,
): Promise<ImportIssue[]> {
  const { rows } = await connection.query<{ document: string }>(
    'select document from import_issues where import = ? and row > ? order by row limit 10',
    [number, after],
  );
  return rows.flatMap(({ document }) =>
    decodeIssues(document).map(({ about: _, ...issue }) => issue),
  );
}

/** What imports did to users: those of the pairs that are kept. */
export async function findImportChanges(
  { connection }: Session,
  pairs: readonly { import: number; number: number }[],
): Promise<{ import: number; number: number; change: ImportChange }[]> {
  if (pairs.length === 0) return [];
  const { dialect } = connection;
  const given = pairs.map((pair) => [pair.import, pair.number]);
  const { rows } = await connection.query<StoredChange>(
    findChangesText(dialect),
    dialect.rowParameters(givenColumns, given),
  );
  return rows.map(toChange);
}

/** What an import did, in order of user number, after that one. */
export async function scanImportChanges(
  { connection }: Session,
  importNumber: number,
  after: number,
  limit: number,
): Promise<{ number: number; change: ImportChange }[]> {
  const { rows } = await connection.query<StoredChange>(
    `select import, number, document from import_changes
    where import = ? and number > ? order by number limit ?`,
    [importNumber, after, limit],
  );
  return rows.map(toChange);
}

/** Inserts or replaces what imports did, each pair once. */
export async function putImportChanges(
  { connection }: Session,
  changes: readonly { import: number; number: number; change: ImportChange }[],
): Promise<void> {
  const rows = changes.map(({ import: importNumber, number, change }) => [
    importNumber,
    number,
    encodeChange(change),
  ]);
  if (rows.length > 0) await connection.insertRows(changesInsert, rows);
}

/** Forgets what an import did to these users. */
export async function deleteImportChanges(
  { connection }: Session,
  importNumber: number,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length === 0) return;
  const { dialect } = connection;
  const source = dialect.rowSource({ number: 'integer' });
  await connection.query(
    `delete from import_changes where import = ? and number in (select number from ${source} as given)`,
    [
      importNumber,
      ...dialect.rowParameters(
        { number: 'integer' },
        numbers.map((number) => [number]),
      ),
    ],
  );
}

/** Forgets everything that is kept to report on an import and to undo it. */
export async function forgetImport({ connection }: Session, importNumber: number): Promise<void> {
  await connection.query('delete from import_issues where import = ?', [importNumber]);
  await connection.query('delete from import_changes where import = ?', [importNumber]);
}

const ofProject = 'import in (select number from imports where project = ?)';

/** Forgets what imports did to a user who is erased. */
export async function eraseFromImports(
  { connection }: Session,
  project: number,
  number: number,
): Promise<void> {
  await connection.query(`delete from import_changes where ${ofProject} and number = ?`, [
    project,
    number,
  ]);
}

/** What was done to one user was done to another; what is kept of that one stays. */
export async function moveImportChanges(
  session: Session,
  project: number,
  from: number,
  to: number,
): Promise<void> {
  await session.connection.query(
    `update import_changes set number = ? where ${ofProject} and number = ?
    and not exists (select 1 from import_changes as other
      where other.import = import_changes.import and other.number = ?)`,
    [to, project, from, to],
  );
  await eraseFromImports(session, project, from);
}

interface StoredChange {
  import: number;
  number: number;
  document: string;
}

type StoredValue = [value: Value | null, source: string, at: number] | null;

/** The JSON of a change; of a user who was created, nothing more is to be known. */
function encodeChange(change: ImportChange): string {
  if (change.type === 'created') return '';
  return JSON.stringify({
    native: Object.entries(change.native).map(([field, before]) => [field, encodeValue(before)]),
    attributes: [...change.attributes].map(([key, before]) => [key, encodeValue(before)]),
  });
}

function encodeValue(before: Stamped<Value> | null): StoredValue {
  return before && [before.value, before.source, before.at];
}

function toChange({ import: importNumber, number, document }: StoredChange) {
  return { import: importNumber, number, change: decodeChange(document) };
}

function decodeChange(document: string): ImportChange {
  if (document === '') return { type: 'created' };
  const encoded: { native: [string, StoredValue][]; attributes: [string, StoredValue][] } =
    JSON.parse(document);
  return {
    type: 'updated',
    // Native fields are texts.
    native: Object.fromEntries(
      encoded.native.map(([field, before]) => [
        field,
        decodeValue(before) as Stamped<string> | null,
      ]),
    ),
    attributes: new Map(encoded.attributes.map(([key, before]) => [key, decodeValue(before)])),
  };
}

function decodeValue(before: StoredValue): Stamped<Value> | null {
  return before && { value: before[0], source: before[1], at: before[2] };
}
