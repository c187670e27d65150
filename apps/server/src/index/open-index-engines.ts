import type { IndexEngines } from './engine.ts';

/** Where the index is. */
export interface IndexEnginesConfig {
  /** Folder of chDB's files, created when absent; not used with a `clickhouseUrl`. */
  directory: string;
  /** `http://user:password@host:8123/database`; absent: chDB in this process. */
  clickhouseUrl?: string;
}

/**
 * The lanes of the index. Nothing is opened or connected before the first statement, and a lane that
 * lost its engine tries again with the next one: an index that is away never keeps Muster from starting.
 */
export async function openIndexEngines(config: IndexEnginesConfig): Promise<IndexEngines> {
  throw new Error(`not built yet: ${config.directory}`);
}
