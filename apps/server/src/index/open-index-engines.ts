import { openChdb } from './chdb/open-chdb.ts';
import { type ClickhouseLocation, openClickhouse } from './clickhouse/open-clickhouse.ts';
import type { IndexEngines } from './engine.ts';

/** Where the index is. */
export interface IndexEnginesConfig {
  /** Folder of chDB's files, created when absent; not used with a server. */
  directory: string;
  /** Absent: chDB in this process. */
  clickhouse?: ClickhouseLocation | undefined;
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
  clickhouse,
  memoryBytes = defaultMemoryBytes,
}: IndexEnginesConfig): Promise<IndexEngines> {
  return clickhouse === undefined
    ? openChdb({ directory, memoryBytes })
    : openClickhouse(clickhouse);
}
