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
        if ((await readTime(path)) < writtenBefore) await rm(path, { force: true });
      }
    },
  };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Nothing has been uploaded yet.
    if (isMissing(error)) return [];
    throw error;
  }
}

/** When a file was last written; of one that has gone meanwhile, never to be removed. */
async function readTime(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** True for the error of a file or folder that is not there, and for one that it caused. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ENOENT') || isMissing(error.cause);
}
