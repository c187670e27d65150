import type { Store } from '../store/store.ts';
import type { IndexEngine } from './engine.ts';

/** One row that index and store do not agree on. */
export interface IndexDifference {
  project: number;
  number: number;
  what: 'user missing' | 'user extra' | 'user differs' | 'events differ';
  detail: string;
}

export interface VerifyReport {
  usersCompared: number;
  eventsCompared: number;
  differenceCount: number;
  /** The first 20. */
  differences: IndexDifference[];
}

export interface VerifyOptions {
  store: Store;
  engine: IndexEngine;
  onProgress?: (usersCompared: number) => void;
}

/**
 * Compares the index with the store, every user and the events of every user, by digests that are
 * made anew from the store. The index must be caught up and nothing may be written meanwhile.
 */
export async function verifyIndex(options: VerifyOptions): Promise<VerifyReport> {
  throw new Error(`not built yet: ${options.engine.kind}`);
}
