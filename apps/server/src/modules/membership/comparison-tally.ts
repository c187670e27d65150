import type { Instant } from '@muster/conditions';
import type { ComparisonReport } from './compare-with-index.ts';

/** What has come of comparing live membership with the index since the start, of all projects. */
export interface ComparisonCounts {
  /** Comparisons that came to their end. */
  compared: number;
  /** Those that could not, as the index could not be asked. */
  failed: number;
  /**
   * Users of whom something was kept that was not so, in bitsets or columns, and segments with another count than members;
   * put right.
   */
  repaired: number;
  /** Users of whom the index said something else than the store. */
  indexDiffers: number;
  /** When the last one came to its end; absent: none has. */
  comparedAt?: Instant;
}

/** Adds up what comparisons find, for whoever watches the process. */
export interface ComparisonTally {
  note(report: ComparisonReport): void;
  noteFailure(): void;
  read(): ComparisonCounts;
}

export function createComparisonTally(now: () => Instant): ComparisonTally {
  let counts: ComparisonCounts = { compared: 0, failed: 0, repaired: 0, indexDiffers: 0 };
  return {
    note({ repaired, recounted, columnsDiffer, indexDiffers }) {
      counts = {
        ...counts,
        compared: counts.compared + 1,
        repaired: counts.repaired + repaired + recounted + columnsDiffer,
        indexDiffers: counts.indexDiffers + indexDiffers,
        comparedAt: now(),
      };
    },
    noteFailure() {
      counts = { ...counts, failed: counts.failed + 1 };
    },
    read: () => counts,
  };
}
