import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'chdb';
import { IndexEngineError, IndexUnreadableError } from '../engine.ts';
import { answerSettings, writeSettings } from '../settings.ts';
import { loadChdb } from './chdb-library.ts';

/** A folder of chDB's files, and how much memory all statements on it may take together. */
export interface ChdbFolder {
  directory: string;
  memoryBytes: number;
}

/**
 * A session on the folder, which is created when there is none. Throws `IndexUnreadableError` when
 * there are files that chDB cannot open.
 */
export function openSession(folder: ChdbFolder): Session {
  const { directory, memoryBytes } = folder;
  mkdirSync(directory, { recursive: true });
  const config = join(directory, configName);
  const isNew = readdirSync(directory).every((name) => name === configName);
  writeFileSync(config, writeConfig(memoryBytes));
  let session: Session;
  try {
    session = new (loadChdb().Session)(directory, { connectionArgs: [`--config-file=${config}`] });
  } catch (error) {
    throw explainRefusal(directory, isNew, error);
  }
  try {
    session.query('CREATE DATABASE IF NOT EXISTS muster ENGINE = Atomic');
    session.query('USE muster');
    session.query(
      `SET ${writeSettings({
        ...answerSettings,
        // One statement must leave something to the others.
        max_memory_usage: Math.floor(memoryBytes * 0.8),
        // What is larger goes to disk: slower, but not refused.
        max_bytes_before_external_group_by: Math.floor(memoryBytes * 0.3),
        max_bytes_before_external_sort: Math.floor(memoryBytes * 0.3),
      })}`,
    );
    return session;
  } catch (error) {
    session.close();
    throw new IndexUnreadableError(`The index in ${directory} cannot be used`, { cause: error });
  }
}

const configName = 'muster.xml';

/**
 * Empties the folder. The old files are put aside until chDB has opened a new one there, so that a
 * full disk or a missing permission costs no index. No session may be open.
 */
export async function replaceFolder(
  { directory }: ChdbFolder,
  tryNew: () => Promise<void>,
): Promise<void> {
  const aside = `${directory}.unreadable`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  renameSync(directory, aside);
  try {
    await tryNew();
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    renameSync(aside, directory);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

function explainRefusal(directory: string, isNew: boolean, cause: unknown): IndexEngineError {
  const holder = findHolder(directory);
  if (holder !== undefined) {
    const message = `The index in ${directory} is used by another process (${holder})`;
    return new IndexEngineError(message, { cause });
  }
  const message = `chDB cannot open the index in ${directory}; its own reason is on standard error`;
  return isNew
    ? new IndexEngineError(message, { cause })
    : new IndexUnreadableError(message, { cause });
}

/** The live process that holds the folder: chDB writes its id beside the data while it does. */
function findHolder(directory: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, 'status'), 'utf8');
  } catch {
    // No such file: nobody has the folder open.
    return undefined;
  }
  const id = Number(/^PID: (\d+)$/m.exec(text)?.[1]);
  return id > 0 && id !== process.pid && isAlive(id) ? id : undefined;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** chDB in a server process: few threads, small caches, and broken data are an error, not skipped. */
function writeConfig(memoryBytes: number): string {
  const values = {
    max_server_memory_usage: memoryBytes,
    mark_cache_size: 64 * 1024 * 1024,
    index_mark_cache_size: 16 * 1024 * 1024,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    background_pool_size: 2,
    background_merges_mutations_concurrency_ratio: 2,
    background_schedule_pool_size: 4,
    background_common_pool_size: 2,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
  };
  const lines = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  const parts = '<max_suspicious_broken_parts>0</max_suspicious_broken_parts>';
  return `<clickhouse>\n${lines.join('\n')}\n<merge_tree>${parts}</merge_tree>\n</clickhouse>\n`;
}
