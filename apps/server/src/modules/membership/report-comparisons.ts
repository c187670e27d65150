import type { Logger } from 'pino';
import type { ComparisonReport } from './compare-with-index.ts';
import type { ComparisonTally } from './comparison-tally.ts';

interface Parts {
  project: number;
  comparisons: Pick<ComparisonTally, 'note' | 'noteFailure'>;
  logger: Logger;
  /** Aborted: nobody wants to know any more. */
  signal: AbortSignal;
}

/** Says in the log and in the tally what comes of comparing a project's members with the index. */
export function createComparisonReporter({ project, comparisons, logger, signal }: Parts) {
  return {
    onCompared(report: ComparisonReport): void {
      comparisons.note(report);
      const { repaired, recounted, indexDiffers, columnsDiffer } = report;
      const what = { project, ...report };
      if (repaired + recounted > 0) {
        logger.error(what, 'live membership differed from the index and has been put right');
      }
      if (columnsDiffer > 0) {
        logger.error(what, 'columns in memory differed from the index and have been forgotten');
      }
      if (indexDiffers > 0) {
        logger.error(what, 'the index differs from the store; `muster index verify` says where');
      }
      logger.debug(what, 'live membership has been compared with the index');
    },
    onFailed(error: unknown): void {
      if (signal.aborted) return;
      comparisons.noteFailure();
      const what = { project, err: error };
      logger.info(what, 'live membership could not be compared with the index; trying again later');
    },
  };
}
