import { constants } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** A data folder that cannot be used; its message is one sentence that says why. */
export class DataFolderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DataFolderError';
  }
}

/**
 * Makes the data folder, readable by its owner alone, unless it is there; returns its absolute
 * path. A folder that was there keeps its mode: it may be shared on purpose.
 */
export async function prepareDataFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  try {
    // The mode given to mkdir is subject to the umask, which can only have taken rights away.
    if (await makeFolder(path)) await chmod(path, 0o700);
    if (!(await stat(path)).isDirectory()) throw new Error('it is not a folder');
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderError(`The data folder ${path} cannot be used: ${reasonOf(error)}.`);
  }
  return path;
}

/**
 * Makes a folder and those above it; false when it is there. Node's own recursive `mkdir` never ends
 * where no folder can be made in one that is there, as in `/proc`.
 */
async function makeFolder(path: string): Promise<boolean> {
  try {
    return await makeOne(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(path));
    return makeOne(path);
  }
}

async function makeOne(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'no folder can be made there';
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'it is not a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read and write it';
  if (code === 'EROFS') return 'it is on a read-only file system';
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}
