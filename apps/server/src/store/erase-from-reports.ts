import type { ImportRow, ImportSettings } from './import-rows.ts';
import { decodeIssues, encodeIssues } from './import-runs.ts';
import { findImportSettings, listImports, updateImport } from './imports.ts';
import type { Session } from './session.ts';
import type { SqlDialect } from './sql-connection.ts';
import { foldEmail } from './user-emails.ts';

/** Whether a text of a file is one of these names, an address in whatever capitals. */
export function createNameCheck(names: Iterable<string>): (text: string) => boolean {
  const known = new Set(names);
  return (text) => known.has(text) || known.has(foldEmail(text));
}

/**
 * Takes somebody who is erased out of what is kept of files: the cells that reports show of rows about her,
 * and what was shown of the files that were run. A file that may be read again is marked to be looked
 * through for her; `names` are her ids and her address, folded.
 */
export async function eraseFromReports(
  session: Session,
  project: number,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  for (const row of await listImports(session, project)) {
    await eraseFromIssues(session, row, names);
    if (row.status !== 'draft') await forgetSamples(session, row);
    if (!mayBeReadAgain(row)) continue;
    const erased = [...new Set([...(row.erased ?? []), ...names])];
    await updateImport(session, { ...row, erased });
  }
}

/** One that runs is not: it reads its file to the end now. */
export function mayBeReadAgain({ status }: ImportRow): boolean {
  return status === 'draft' || status === 'failed';
}

// Only the letters A to Z are folded in addresses.
const folded = {
  sqlite: 'lower(document)',
  postgres: 'lower(document collate "C")',
} satisfies Record<SqlDialect['kind'], string>;

interface StoredIssues {
  row: number;
  document: string;
}

/** The rows stay in the report, with their columns and reasons; what the cells held goes. */
async function eraseFromIssues(
  session: Session,
  { number }: ImportRow,
  names: readonly string[],
): Promise<void> {
  const { connection } = session;
  const isHers = createNameCheck(names);
  let after = 0;
  for (;;) {
    const page = await findIssues(session, number, names, after);
    for (const { row, document } of page) {
      after = row;
      const issues = decodeIssues(document);
      const left = issues.map(({ about, ...issue }) => {
        if (isHers(issue.value) || (about !== undefined && isHers(about))) {
          return { ...issue, value: '' };
        }
        return about === undefined ? issue : { ...issue, about };
      });
      await connection.query('update import_issues set document = ? where import = ? and row = ?', [
        encodeIssues(left),
        number,
        row,
      ]);
    }
    if (page.length < pageSize) return;
  }
}

const pageSize = 50;
/** The engine looks for so many names; for more, everything is looked at once. */
const fewNames = 4;

/** Those of rows > `after` that may have one of the names, some of them in order. */
async function findIssues(
  { connection }: Session,
  number: number,
  names: readonly string[],
  after: number,
): Promise<StoredIssues[]> {
  const low = folded[connection.dialect.kind];
  const sought = names.length > fewNames ? [] : names;
  const has = `replace(document, ?, '') <> document or replace(${low}, ?, '') <> ${low}`;
  const written = sought.map((name) => JSON.stringify(name).slice(1, -1));
  const condition = sought.length > 0 ? `and (${sought.map(() => has).join(' or ')})` : '';
  const { rows } = await connection.query<StoredIssues>(
    `select row, document from import_issues where import = ? and row > ? ${condition}
    order by row limit ${pageSize}`,
    [number, after, ...written.flatMap((name) => [name, name])],
  );
  return rows;
}

/** Whose they are is not known; after the run nobody chooses by them any more. */
async function forgetSamples(session: Session, row: ImportRow): Promise<void> {
  const settings = await findImportSettings(session, row.number);
  if (settings === undefined) return;
  const { validation: _, ...rest } = settings;
  const columns = settings.columns.map((column) => ({ ...column, samples: [] }));
  await updateImport(session, row, { ...rest, columns } satisfies ImportSettings);
}
