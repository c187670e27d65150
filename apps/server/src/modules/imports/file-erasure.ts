import { createNameCheck, mayBeReadAgain } from '../../store/erase-from-reports.ts';
import type { ImportRow } from '../../store/import-rows.ts';
import type { Store } from '../../store/store.ts';
import { readSettings } from './import-drafts.ts';
import { type ImportFiles, isMissing } from './import-files.ts';
import { openRows } from './open-rows.ts';

interface Parts {
  store: Store;
  files: ImportFiles;
  now: () => number;
}

/** Who removed it, in the audit log. */
const by = 'Erasure of a user';

/** Looks through files that may be imported still for users who were erased. */
export function createFileErasure({ store, files, now }: Parts) {
  /** Undefined when the file is not here: another server may have it. */
  async function isNamed(row: ImportRow, names: readonly string[]): Promise<boolean | undefined> {
    const { format } = await store.read((tx) => readSettings(tx, row));
    const isHers = createNameCheck(names);
    try {
      const { rows } = await openRows(files.pathOf(row.id), format);
      for await (const batch of rows) {
        if (batch.some(({ row: { cells } }) => cells.some(isHers))) return true;
      }
      return false;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  return {
    /**
     * Removes a draft whose file names somebody of them; of an import that failed the file, so that it
     * cannot go on.
     */
    async lookThrough(row: ImportRow): Promise<void> {
      const names = row.erased ?? [];
      const found = mayBeReadAgain(row) ? await isNamed(row, names) : false;
      if (found === undefined) return;
      await store.write(async (tx) => {
        const present = await tx.import(row.project, row.id);
        if (present === undefined) return;
        if (found && present.status === 'draft') {
          await tx.deleteImport(present.number);
          const entry = { project: row.project, at: now(), by, action: 'import.deleted' };
          await tx.insertAudit({ ...entry, subject: row.id });
          return;
        }
        const { erased = [], ...rest } = present;
        const left = erased.filter((name) => !names.includes(name));
        await tx.updateImport(left.length > 0 ? { ...rest, erased: left } : rest);
      });
      if (found) await files.remove(row.id);
    },
  };
}
