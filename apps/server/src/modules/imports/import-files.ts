import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The uploaded files of imports, in a folder of the data folder. */
export interface ImportFiles {
  pathOf(id: string): string;
  remove(id: string): Promise<void>;
  /** Removes files that were last written before that and that no import in `needed` is about. */
  removeOrphans(needed: ReadonlySet<string>, writtenBefore: number): Promise<void>;
}

export function createImportFiles(folder: string): ImportFiles {
  const pathOf = (id: string) => join(folder, `${id}.csv`);
  return {
    pathOf,
    remove: (id) => rm(pathOf(id), { force: true }),
    async removeOrphans(needed, writtenBefore) {
      for (const name of await listFolder(folder)) {
        const path = join(folder, name);
        if (needed.has(name.replace(/\.csv(\.part)?$/, ''))) continue;
        if ((await stat(path)).mtimeMs < writtenBefore) await rm(path, { force: true });
      }
    },
  };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Nothing has been uploaded yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
