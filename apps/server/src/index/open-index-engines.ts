import { openChdb } from './chdb/open-chdb.ts';
import { openClickhouse } from './clickhouse/open-clickhouse.ts';
import type { IndexEngines } from './engine.ts';

/** Where the index is. */
export interface IndexEnginesConfig {
  /** Folder of chDB's files, created when absent; not used with a `clickhouseUrl`. */
  directory: string;
  /** `http://user:password@host:8123/database`; absent: chDB in this process. */
  clickhouseUrl?: string;
  /** Most memory that chDB's statements take together; default 900 MB. */
  memoryBytes?: number;
}

const defaultMemoryBytes = 900_000_000;

/**
 * The lanes of the index. Nothing is opened or connected before the first statement, and a lane that
 * lost its engine tries again with the next one: an index that is away never keeps Muster from
 * starting.
 */
export async function openIndexEngines({
  directory,
  clickhouseUrl,
  memoryBytes = defaultMemoryBytes,
}: IndexEnginesConfig): Promise<IndexEngines> {
  return clickhouseUrl === undefined
    ? openChdb({ directory, memoryBytes })
    : openClickhouse(clickhouseUrl);
}
