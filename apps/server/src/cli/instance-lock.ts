import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { DataFolderError } from './data-folder.ts';

/** Who holds a data folder, as its `instance.json` says. */
export interface Instance {
  pid: number;
  /** What it is doing, e.g. `muster start`. */
  command: string;
  /** Where it listens; absent while it does not. */
  url?: string;
  /** Authorises this machine's command line; fresh each start. */
  token?: string;
}

/** The one right to use a data folder. It ends with the process, however that ends. */
export interface InstanceLock {
  /** Tells commands on this machine where the holder listens and what lets them in. */
  announce(url: string, token: string): void;
  /** Ends the right; harmless the second time. */
  release(): void;
}

/**
 * Takes the data folder for this process, or says who has it.
 *
 * An exclusive lock on an SQLite file, which the system drops when the process ends: so a lock can
 * be neither left behind nor believed to be another process's after a pid was used again. Nothing
 * else may open that file, since closing any descriptor of it would drop the lock.
 */
export function takeInstanceLock(folder: string, command: string): InstanceLock | Instance {
  const path = join(folder, 'instance.lock');
  const database = new DatabaseSync(path);
  try {
    database.exec(
      'PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;',
    );
  } catch (error) {
    database.close();
    if (isBusy(error)) return readInstance(folder) ?? { pid: 0, command: 'muster' };
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`The data folder ${folder} cannot be locked: ${reason}.`);
  }
  chmodSync(path, 0o600);
  writeInstance(folder, { pid: process.pid, command });
  let held = true;
  return {
    announce: (url, token) => writeInstance(folder, { pid: process.pid, command, url, token }),
    release() {
      if (!held) return;
      held = false;
      // First the file: afterwards it may be the next holder's.
      rmSync(instanceFile(folder), { force: true });
      database.close();
    },
  };
}

/** True for the right itself, false for who has it instead. */
export function isLock(result: InstanceLock | Instance): result is InstanceLock {
  return 'release' in result;
}

/** Why a folder cannot be used, in a sentence that names the process. */
export function describeHolder(folder: string, { pid, command, url }: Instance): string {
  const process = pid === 0 ? 'another process' : `process ${pid} (${command})`;
  const where = url === undefined ? '' : ` at ${url}`;
  return `The data folder ${folder} is in use by ${process}${where}; stop it or set MUSTER_DATA_DIR to another folder.`;
}

function instanceFile(folder: string): string {
  return join(folder, 'instance.json');
}

/** By rename, so that a reader sees the old or the new text and never a part. */
function writeInstance(folder: string, instance: Instance): void {
  const path = instanceFile(folder);
  writeFileSync(`${path}.new`, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readInstance(folder: string): Instance | undefined {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(instanceFile(folder), 'utf8'));
  } catch {
    // The holder has just taken the lock and not written yet, or belongs to another user: it is
    // then named as "another process".
    return undefined;
  }
  return isInstance(found) ? found : undefined;
}

function isInstance(value: unknown): value is Instance {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && typeof value.pid === 'number' && 'command' in value;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message);
}
