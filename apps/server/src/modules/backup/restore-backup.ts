import { existsSync } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupLine, EndLine, StoreLine } from '../../store/backup/backup-lines.ts';
import { hasStore, refuseStore, restoreStore } from '../../store/backup/open-restore.ts';
import { beginRefill, type Refill, UnfitBackupError } from '../../store/backup/refill-store.ts';
import type { SqlConnection } from '../../store/sql-connection.ts';
import { BackupError } from './backup-error.ts';
import { readBackup } from './read-backup.ts';
import { backedUpFolders } from './write-backup.ts';

/** What a restore has brought back. */
export interface Restored {
  rows: Record<string, number>;
  files: number;
}

interface Wish {
  file: string;
  dataDir: string;
  /** Where uploaded and exported files are to be; absent: the data folder. */
  filesDir?: string;
  /** Restores into this database instead of the data folder. */
  databaseUrl?: string;
  signal: AbortSignal;
  /** How many bytes of the file have been read. */
  onProgress: (bytes: number) => void;
}

/** In the data folder, while a restore goes on and after one that did not end. */
export const restoringName = 'restoring';

/**
 * Whether a restore into the folder was begun and not ended. What one that did end has left is removed.
 * The caller has the folder.
 */
export async function isRestoreUnfinished(dataDir: string): Promise<boolean> {
  const folder = join(dataDir, restoringName);
  if (!existsSync(folder)) return false;
  if (!hasStore(join(dataDir, 'store'))) return true;
  await rm(folder, { recursive: true });
  return false;
}

/**
 * Restores a backup into a data folder that has no store, or into an empty database. When it rejects or
 * the process dies, there is still none, and it can be done again.
 */
export async function restoreBackup(wish: Wish): Promise<Restored> {
  const { dataDir, databaseUrl } = wish;
  const storeDir = join(dataDir, 'store');
  if (databaseUrl === undefined) refuseStore(storeDir);
  const folder = join(dataDir, restoringName);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const location = databaseUrl
    ? { databaseUrl }
    : { dataDir: storeDir, stagingDir: join(folder, 'store') };
  let restored: Restored | undefined;
  try {
    await restoreStore(location, async (connection) => {
      restored = await fill(connection, wish, folder);
      await moveFiles(folder, wish.filesDir ?? dataDir);
      // What follows is PostgreSQL's commit alone.
      if (databaseUrl) await rm(folder, { recursive: true });
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (!(error instanceof UnfitBackupError)) throw error;
    throw new BackupError(`The backup ${wish.file} cannot be restored: ${error.message}.`);
  }
  await rm(folder, { recursive: true, force: true });
  if (restored === undefined) throw new Error('A store was restored from nothing.');
  return restored;
}

async function fill(
  connection: SqlConnection,
  { file, signal, onProgress }: Wish,
  folder: string,
): Promise<Restored> {
  let refill: Refill | undefined;
  let fileOpen: FileHandle | undefined;
  let files = 0;

  async function take(line: BackupLine, characters: number): Promise<void> {
    if (refill === undefined) refill = await beginRefill(connection, toStoreLine(line));
    else if (Array.isArray(line)) await refill.addRow(line, characters);
    else if (typeof line === 'string') await fileOpen?.write(Buffer.from(line, 'base64'));
    else if ('table' in line) await refill.beginTable(line);
    else if ('file' in line) {
      await closeFile(fileOpen);
      fileOpen = await openFile(folder, line.file);
      files += 1;
    } else throw new UnfitBackupError('it has a line that this program does not know');
  }

  try {
    const lines = readBackup(file, onProgress);
    let next = await lines.next();
    for (; !next.done; next = await lines.next()) {
      signal.throwIfAborted();
      await take(next.value.line, next.value.characters);
    }
    await closeFile(fileOpen);
    fileOpen = undefined;
    if (refill === undefined) throw new UnfitBackupError('there is nothing in it');
    const rows = await refill.finish();
    compareCounts(next.value, { rows, files });
    return { rows, files };
  } finally {
    await fileOpen?.close();
  }
}

function toStoreLine(line: BackupLine): StoreLine {
  if (typeof line === 'object' && 'schema' in line) return line;
  throw new UnfitBackupError('it does not say what it is made of');
}

/** Names come from a file that anybody may have written: only those that a backup gives are taken. */
async function openFile(folder: string, name: string): Promise<FileHandle> {
  const [, parent, base] = /^([a-z]+)\/([A-Za-z0-9][A-Za-z0-9._-]*)$/.exec(name) ?? [];
  const known = backedUpFolders.find((one) => one === parent);
  if (known === undefined || base === undefined) {
    throw new UnfitBackupError(`it has a file of the name "${name}"`);
  }
  await mkdir(join(folder, known), { recursive: true, mode: 0o700 });
  return open(join(folder, known, base), 'wx', 0o600);
}

async function closeFile(handle: FileHandle | undefined): Promise<void> {
  await handle?.sync();
  await handle?.close();
}

async function moveFiles(folder: string, filesDir: string): Promise<void> {
  for (const name of backedUpFolders) {
    if (!existsSync(join(folder, name))) continue;
    await mkdir(join(filesDir, name), { recursive: true, mode: 0o700 });
    for (const file of await readdir(join(folder, name))) {
      await moveFile(join(folder, name, file), join(filesDir, name, file));
    }
  }
}

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    // The folder is on another disk.
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
  }
}

function compareCounts(end: EndLine, found: Restored): void {
  const tables = Object.entries(end.rows);
  const isSame = tables.every(([table, count]) => found.rows[table] === count);
  if (!isSame || end.files !== found.files) {
    throw new UnfitBackupError('it has not as many rows as it says');
  }
}
