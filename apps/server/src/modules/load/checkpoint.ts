import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawItem } from './load-sink.ts';

/** How far an interrupted load had come: everything up to `row` is durable. */
export interface LoadState {
  row: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  /**
   * The first and the last item that were accepted. Sent again, both must turn out to be known;
   * else this is not the store that they went to.
   */
  probes: RawItem[];
}

/**
 * Remembers a load in `loads/<id>.json` of the data folder. It only saves time: that no row counts
 * twice is the work of the message ids. So it needs no fsync, and an unreadable one is no state.
 */
export interface Checkpoint {
  read(): LoadState | undefined;
  write(state: LoadState): void;
  remove(): void;
}

export function openCheckpoint(dataDir: string, loadId: string): Checkpoint {
  const folder = join(dataDir, 'loads');
  const path = join(folder, `${loadId}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
      return parseState(text);
    },
    write(state) {
      // By rename: a kill leaves the old file or the new one.
      writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}

function parseState(text: string): LoadState | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Cut off by a power failure, as it is not fsynced: the load begins anew and finds duplicates.
    return undefined;
  }
  return isState(parsed) ? parsed : undefined;
}

function isState(value: unknown): value is LoadState {
  if (typeof value !== 'object' || value === null) return false;
  const state = value as Partial<Record<keyof LoadState, unknown>>;
  const counts = [state.row, state.accepted, state.rejected, state.duplicates];
  return counts.every((count) => typeof count === 'number') && Array.isArray(state.probes);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
