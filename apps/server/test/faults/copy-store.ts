import { copyFile, mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';

const files = ['store.db', 'store.db-wal'];

/**
 * A copy of a store that nobody writes to, in a folder of its own below `parent`. SQLite resolves what leads into
 * another name space of mounts to a path of this one, so there it cannot be read in place.
 */
export async function copyStore(dataDir: string, parent: string): Promise<string> {
  const copy = await mkdtemp(join(parent, 'copy-'));
  // Committed pages may still be on their way from the log into the file.
  for (let before = ''; ; ) {
    const now = await describe(dataDir);
    if (now === before) return copy;
    before = now;
    for (const name of files) await copyFile(join(dataDir, name), join(copy, name));
  }
}

async function describe(dataDir: string): Promise<string> {
  const stats = await Promise.all(files.map((name) => stat(join(dataDir, name), { bigint: true })));
  return stats.map(({ size, mtimeNs }) => `${size} ${mtimeNs}`).join();
}
