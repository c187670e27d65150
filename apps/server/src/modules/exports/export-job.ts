import type { Logger } from 'pino';
import { HttpProblem } from '../../http/problem.ts';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { ExportRow } from '../../store/exports.ts';
import type { Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { createUserWriter } from '../segments/export-users.ts';
import { readSegmentMembers } from '../segments/segment-members.ts';
import type { ExportFolder } from './export-file.ts';

/** Writes the files that were asked for, one after the other. */
export interface ExportJob {
  /** Begins to look; returns at once. */
  start(): void;
  /** Something was asked for, or is not wanted any more. */
  notify(): void;
  /** Writes what waits, forgets what is old, and resolves when nothing is left to do. */
  run(): Promise<void>;
  /** How far one that is being written is; `undefined` for any other. */
  progressOf(id: string): ExportProgress | undefined;
  stop(): Promise<void>;
}

/** In users. */
export interface ExportProgress {
  users: number;
  ofUsers: number;
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  folder: ExportFolder;
  logger: Logger;
  now: () => number;
}

const lookEveryMs = 60_000;
const dayMs = 24 * 60 * 60_000;
const keepFileForMs = 7 * dayMs;
const keepRowForMs = 30 * dayMs;

/**
 * One that a dead process left half written is begun again: who is in it is asked anew, and of an erased
 * user nothing stays in the part that was written.
 */
export function createExportJob({ store, questions, folder, logger, now }: Parts): ExportJob {
  const failure = 'files could not be looked after';
  const repeated = createRepeatedWork({ everyMs: lookEveryMs, work: runAll, logger, failure });
  const progress = new Map<string, ExportProgress>();
  let running: { id: string; cancelling: AbortController } | undefined;

  /** Files that are too old, and rows that nobody needs to see. */
  async function sweep(): Promise<void> {
    const at = now();
    const isStale = (row: ExportRow) =>
      row.state === 'done' && row.expiresAt !== undefined && row.expiresAt <= at;
    const isForgotten = (row: ExportRow) => row.createdAt <= at - keepRowForMs;
    const rows = await store.read((tx) => tx.exports());
    if (rows.some((row) => isStale(row) || isForgotten(row))) {
      await store.write(async (tx) => {
        for (const row of await tx.exports()) {
          if (isForgotten(row)) await tx.deleteExport(row.project, row.id);
          else if (isStale(row)) await tx.putExport({ ...row, state: 'expired' });
        }
      });
    }
    const kept = await store.read((tx) => tx.exports());
    await folder.keepOnly(kept.filter(({ state }) => state === 'done'));
  }

  /** Takes the one that was asked for first. */
  function claim(): Promise<ExportRow | undefined> {
    return store.write(async (tx) => {
      const waiting = (await tx.exports()).filter(
        ({ state }) => state === 'waiting' || state === 'running',
      );
      const next = waiting.at(-1);
      if (next === undefined) return undefined;
      const claimed: ExportRow = { ...next, state: 'running', attempt: next.attempt + 1 };
      await tx.putExport(claimed);
      return claimed;
    });
  }

  /** Keeps how it ended, unless it was cancelled, deleted or has to begin again. */
  async function end(row: ExportRow, outcome: Partial<ExportRow>): Promise<void> {
    await store.write(async (tx) => {
      const current = await tx.export(row.project, row.id);
      if (current?.state !== 'running' || current.attempt !== row.attempt) return;
      await tx.putExport({ ...current, ...outcome, endedAt: now() });
    });
  }

  async function writeFile(row: ExportRow, signal: AbortSignal): Promise<Partial<ExportRow>> {
    const project = (await store.read((tx) => tx.projects())).find(
      ({ number }) => number === row.project,
    );
    if (project === undefined) throw new Error(`There is no project number ${row.project}.`);
    const write = createUserWriter(row.format, row.columns);
    const members = await readSegmentMembers(
      { store, questions, now },
      { project, whom: row.whom, now: new Date(row.createdAt).toISOString(), signal },
    );
    if (members.problems.length > 0) {
      const failure = `The segment cannot be evaluated: ${members.problems[0]?.message ?? ''}`;
      return { state: 'failed', failure };
    }
    const so = { users: 0, ofUsers: members.total };
    progress.set(row.id, so);
    async function* count(batches: AsyncIterable<ProfileDocument[]>) {
      for await (const batch of batches) {
        signal.throwIfAborted();
        yield batch;
        so.users += batch.length;
      }
    }
    const bytes = await folder.write(row, write(count(members.batches)));
    return { state: 'done', ...so, bytes, expiresAt: now() + keepFileForMs };
  }

  async function produce(row: ExportRow): Promise<void> {
    const cancelling = new AbortController();
    running = { id: row.id, cancelling };
    try {
      const signal = AbortSignal.any([repeated.signal, cancelling.signal]);
      await end(row, await writeFile(row, signal));
    } catch (error) {
      if (repeated.signal.aborted || cancelling.signal.aborted) return;
      if (!(error instanceof HttpProblem)) logger.error({ err: error }, 'a file was not written');
      const failure = error instanceof Error ? error.message : String(error);
      await end(row, { state: 'failed', failure });
    } finally {
      running = undefined;
      progress.delete(row.id);
    }
  }

  /** Stops writing what is not wanted any more. */
  async function cancelUnwanted(): Promise<void> {
    if (running === undefined) return;
    const { id, cancelling } = running;
    const rows = await store.read((tx) => tx.exports());
    if (rows.find((row) => row.id === id)?.state !== 'running') cancelling.abort();
  }

  async function runAll(): Promise<void> {
    await sweep();
    for (let row = await claimNext(); row; row = await claimNext()) {
      await produce(row);
      await sweep();
    }
  }

  async function claimNext(): Promise<ExportRow | undefined> {
    if (repeated.signal.aborted) return undefined;
    const rows = await store.read((tx) => tx.exports());
    // Looking writes nothing.
    if (!rows.some(({ state }) => state === 'waiting' || state === 'running')) return undefined;
    return claim();
  }

  return {
    start: repeated.start,
    notify() {
      repeated.notify();
      cancelUnwanted().catch((error: unknown) => {
        logger.warn({ err: error }, 'a file that is not wanted any more is written on');
      });
    },
    run: runAll,
    progressOf: (id) => progress.get(id),
    stop: repeated.stop,
  };
}
