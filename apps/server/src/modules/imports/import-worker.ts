import type { Logger } from 'pino';
import { HttpProblem } from '../../http/problem.ts';
import { createAlarm } from '../../index/alarm.ts';
import type { Job } from '../../peers/shared-job.ts';
import type { ImportRow } from '../../store/import-rows.ts';
import type { Store } from '../../store/store.ts';
import type { Intake } from '../intake/intake.ts';
import { readSettings } from './import-drafts.ts';
import { endRun, endUndo } from './import-endings.ts';
import { type ImportFiles, isMissing } from './import-files.ts';
import { createImportJobs } from './import-jobs.ts';
import { ImportFailed, runImport } from './run-import.ts';
import { undoImport } from './undo-import.ts';

/** Runs and undoes what the store says is to be run and undone, and goes on where another ended. */
export interface ImportWorker extends Job {
  notify(): void;
  /** Resolves when nothing is done here for that import any more. */
  settle(number: number): Promise<void>;
  isBusy(number: number): boolean;
}

export interface ImportWorkerParts {
  store: Store;
  intake: Intake;
  files: ImportFiles;
  logger: Logger;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Called when users were written by another way than the intake. */
  onChange: () => void;
  /** Forgets what is kept for a time only; asked now and then, and whenever there may be work. */
  tidy: (isBusy: (number: number) => boolean) => Promise<void>;
}

const tidyEveryMs = 60 * 60 * 1000;

export function createImportWorker(parts: ImportWorkerParts): ImportWorker {
  const { store, intake, files, logger, now, sleep, onChange } = parts;
  const alarm = createAlarm();
  const jobs = createImportJobs((error) => logger.error({ err: error }, 'an import has failed'));
  const awaited = new Set<number>();
  let running: Promise<void> | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let isStopping = false;

  function beginRun(row: ImportRow): void {
    begin(row.number, async (signal) => {
      try {
        const settings = await store.read((tx) => readSettings(tx, row));
        const run = { row, settings, path: files.pathOf(row.id), signal };
        await runImport({ store, intake, now, sleep }, run);
        await endRun({ store, files, now }, row, row.createdBy, { status: 'done' });
      } catch (error) {
        if (signal.aborted || isStopping) return;
        const outcome = { status: 'failed', failure: explain(error) } as const;
        await endRun({ store, files, now }, row, row.createdBy, outcome);
        throw error;
      }
    });
  }

  function beginUndo(row: ImportRow): void {
    begin(row.number, async (signal) => {
      try {
        await undoImport({ store, onChange }, row, signal);
        await endUndo({ store, now }, row, 'done');
      } catch (error) {
        if (signal.aborted || isStopping) return;
        await endUndo({ store, now }, row, 'failed', explain(error));
        throw error;
      }
      onChange();
    });
  }

  /** What is to be done for an import that something is done for is begun when that has ended. */
  function begin(number: number, work: (signal: AbortSignal) => Promise<void>): void {
    if (jobs.begin(number, work) || awaited.has(number)) return;
    awaited.add(number);
    void jobs.settle(number).then(() => {
      awaited.delete(number);
      look();
    });
  }

  async function lookForWork(): Promise<void> {
    for (const project of await store.read((tx) => tx.projects())) {
      for (const row of await store.read((tx) => tx.imports(project.number))) {
        if (row.status === 'running') beginRun(row);
        else if (row.undo?.state === 'running') beginUndo(row);
        else if (row.status === 'cancelled') await jobs.cancel(row.number);
      }
    }
  }

  /** Looks, or looks again after the look under way. */
  function look(): void {
    lookAgain = true;
    looking ??= lookWhileAsked().finally(() => {
      looking = undefined;
    });
  }

  async function lookWhileAsked(): Promise<void> {
    while (lookAgain && !isStopping) {
      lookAgain = false;
      await lookForWork().catch((error: unknown) =>
        logger.error({ err: error }, 'imports could not go on'),
      );
    }
  }

  async function loop(): Promise<void> {
    while (!isStopping) {
      look();
      await parts
        .tidy(jobs.isBusy)
        .catch((error: unknown) =>
          logger.warn({ err: error }, 'old imports could not be tidied away'),
        );
      await alarm.sleep(tidyEveryMs);
    }
  }

  return {
    start() {
      running ??= loop();
    },
    notify() {
      look();
      alarm.ring();
    },
    settle: (number) => jobs.settle(number),
    isBusy: (number) => jobs.isBusy(number),
    async stop() {
      isStopping = true;
      alarm.ring();
      await jobs.stop();
      await running;
      await looking;
    },
  };
}

function explain(error: unknown): string {
  if (error instanceof ImportFailed || error instanceof HttpProblem) return error.message;
  if (isMissing(error)) return 'The uploaded file is not there any more.';
  const reason = error instanceof Error ? error.message : String(error);
  return `It could not go on: ${reason}`;
}
