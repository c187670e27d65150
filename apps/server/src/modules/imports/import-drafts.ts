import type { ImportChange, ImportFormat } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ImportIssue, ImportRow, ImportSettings } from '../../store/import-rows.ts';
import type { ReadTransaction, Store, WriteTransaction } from '../../store/store.ts';
import { changeSettings } from './check-settings.ts';
import { detectFormat, detectMarks } from './detect-format.ts';
import type { ImportFiles } from './import-files.ts';
import { openRows } from './open-rows.ts';
import { type SavedUpload, saveUpload } from './save-upload.ts';
import { suggestIdentifier, suggestTargets } from './suggest-settings.ts';
import { surveyFile } from './survey-file.ts';

export interface DraftParts {
  store: Store;
  files: ImportFiles;
  maxFileBytes: number;
  now: () => number;
  newId: () => string;
}

/** A file on its way in. */
export interface Upload {
  fileName: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** The first rows of a file as a format reads them. */
export interface Preview {
  columns: string[];
  rows: string[][];
  problems: ImportIssue[];
}

const previewRows = 20;
const maxFileNameLength = 100;

/** Imports that have not been run: what was uploaded, and what is chosen for it. */
export function createImportDrafts(parts: DraftParts) {
  const { store, files, maxFileBytes, now, newId } = parts;

  async function survey(path: string, format: ImportFormat) {
    const { columns, totalRows, warnings } = await surveyFile(path, format);
    const identifier = suggestIdentifier(columns);
    const targets = suggestTargets(columns, identifier);
    return { totalRows, found: { format, columns, warnings, identifier, targets } };
  }

  async function insert(
    { project, name: by }: Caller,
    id: string,
    fileName: string,
    { bytes, contentHash }: SavedUpload,
  ): Promise<ImportRow> {
    const detected = await detectFormat(files.pathOf(id));
    const { totalRows, found } = await survey(files.pathOf(id), detected);
    const options = {
      createUsers: true,
      updateUsers: true,
      blanks: 'keep',
      segment: null,
    } as const;
    const settings: ImportSettings = { detected, ...found, options };
    return store.write(async (tx) => {
      const at = now();
      const file = { fileName, fileBytes: bytes, contentHash, totalRows };
      const made = { name: fileName, description: '', createdAt: at, createdBy: by };
      const draft = { project: project.number, id, status: 'draft', ...file, ...made } as const;
      const row = await tx.insertImport(draft, settings);
      const entry = { project: project.number, at, by, action: 'import.uploaded', subject: id };
      await tx.insertAudit({ ...entry, after: { fileName, fileBytes: bytes } });
      return row;
    });
  }

  return {
    /** Takes a file in and looks at it; nothing of one that is refused is kept. */
    async create(caller: Caller, { fileName, chunks }: Upload): Promise<ImportRow> {
      const id = newId();
      const saved = await saveUpload(chunks, files.pathOf(id), maxFileBytes);
      try {
        return await insert(caller, id, cleanFileName(fileName), saved);
      } catch (error) {
        await files.remove(id);
        throw error;
      }
    },

    /** Throws a 409 for one that has been run. */
    async change(caller: Caller, id: string, change: ImportChange): Promise<void> {
      const { number: project } = caller.project;
      const { row, settings } = await store.read(async (tx) => readDraft(tx, project, id));
      const isRead = change.format !== undefined;
      const format = { ...settings.format, ...withoutUndefined(change.format ?? {}) };
      const surveyed = isRead ? await survey(files.pathOf(id), format) : undefined;
      await store.write(async (tx) => {
        const present = await readDraft(tx, project, id);
        const base = surveyed ? { ...present.settings, ...surveyed.found } : present.settings;
        const next = changeSettings(base, change);
        const { name = row.name, description = row.description } = change;
        const totalRows = surveyed?.totalRows ?? present.row.totalRows;
        await tx.updateImport({ ...present.row, name, description, totalRows }, next);
      });
    },

    async preview(project: number, id: string, wish: Partial<ImportFormat>): Promise<Preview> {
      const { settings } = await store.read((tx) => readDraft(tx, project, id));
      const path = files.pathOf(id);
      const encoding = wish.encoding ?? settings.format.encoding;
      const marks = encoding === settings.format.encoding ? {} : await detectMarks(path, encoding);
      return readPreview(path, { ...settings.format, ...marks, ...withoutUndefined(wish) });
    },

    /** Throws a 409 for one that has been run. */
    async remove({ project, name: by }: Caller, id: string): Promise<void> {
      await store.write(async (tx) => {
        const { row } = await readDraft(tx, project.number, id);
        await tx.deleteImport(row.number);
        const entry = { project: project.number, at: now(), by, action: 'import.deleted' };
        await tx.insertAudit({ ...entry, subject: id, before: { fileName: row.fileName } });
      });
      await files.remove(id);
    },
  };
}

async function readPreview(path: string, format: ImportFormat): Promise<Preview> {
  const preview: Preview = { columns: [], rows: [], problems: [] };
  const { rows } = await openRows(path, format);
  for await (const batch of rows) {
    for (const { number, row } of batch) {
      if (number === 0) preview.columns = row.cells;
      else if (number <= previewRows)
        preview.rows.push(row.cells.map((cell) => cell.slice(0, 200)));
      if (number > previewRows) return preview;
      const reason = row.problem ?? describeWidth(row.cells, preview.columns);
      if (reason === undefined) continue;
      preview.problems.push({ row: number, column: '', value: '', reason, scope: 'row' });
    }
  }
  return preview;
}

function describeWidth(cells: readonly string[], columns: readonly string[]): string | undefined {
  if (cells.length === columns.length) return undefined;
  return `The row has ${cells.length} cells and the header ${columns.length}.`;
}

/** A draft with its settings. Throws a 404, or a 409 for an import that has been run. */
export async function readDraft(
  tx: ReadTransaction | WriteTransaction,
  project: number,
  id: string,
) {
  const row = await readImport(tx, project, id);
  if (row.status !== 'draft') {
    throw new HttpProblem(
      409,
      'import_not_draft',
      'The import has been run: it cannot be changed.',
    );
  }
  return { row, settings: await readSettings(tx, row) };
}

/** Throws a 404 when there is no such import in the project. */
export async function readImport(
  tx: ReadTransaction,
  project: number,
  id: string,
): Promise<ImportRow> {
  const row = await tx.import(project, id);
  if (row !== undefined) return row;
  throw new HttpProblem(404, 'import_not_found', 'There is no such import.');
}

/** The settings of an import that is there. */
export async function readSettings(
  tx: ReadTransaction,
  { number }: ImportRow,
): Promise<ImportSettings> {
  const settings = await tx.importSettings(number);
  if (settings === undefined) throw new Error(`Import ${number} has no settings`);
  return settings;
}

/** The last part of a path, as it may be shown. */
function cleanFileName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
  return clean.slice(0, maxFileNameLength).toWellFormed() || 'file.csv';
}

function withoutUndefined<T extends object>(given: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: NonNullable<T[Key]> };
}
