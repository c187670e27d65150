import type { ImportBody, ImportChange, ImportFormat, ImportSummaryBody } from '@muster/protocol';
import type { Logger } from 'pino';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Peers } from '../../peers/peers.ts';
import { createSharedJob } from '../../peers/shared-job.ts';
import type { ImportRow } from '../../store/import-rows.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import type { Intake } from '../intake/intake.ts';
import type { SegmentWrites } from '../segments/segment-writes.ts';
import { makePlan } from './check-settings.ts';
import { createFileErasure } from './file-erasure.ts';
import { isUndoable, toImportBody, toSummaryBody, undoForMs } from './import-bodies.ts';
import {
  createImportDrafts,
  readDraft,
  readImport,
  readSettings,
  type Upload,
} from './import-drafts.ts';
import { endRun } from './import-endings.ts';
import { createImportFiles } from './import-files.ts';
import { createImportJobs } from './import-jobs.ts';
import { createImportReports } from './import-reports.ts';
import { createImportWorker } from './import-worker.ts';

export interface ImportServiceParts {
  store: Store;
  peers: Peers;
  intake: Intake;
  segments: Pick<SegmentWrites, 'createIn'>;
  logger: Logger;
  /** Where uploaded files are kept. */
  folder: string;
  maxFileBytes: number;
  now: () => number;
  newId: () => string;
  sleep: (ms: number) => Promise<void>;
  /** Called when users were written by another way than the intake. */
  onChange: () => void;
  /** Called when a segment was made, which webhooks may be waiting for. */
  onAnnounce: () => void;
}

/** A draft that nobody has run after that time is deleted with its file. */
const keepDraftsMs = 30 * 24 * 60 * 60 * 1000;
const keepOrphansMs = 24 * 60 * 60 * 1000;

/** Imports of CSV files, from the upload to the undoing. */
export function createImportService(parts: ImportServiceParts) {
  const { store, segments, logger, maxFileBytes, now } = parts;
  const files = createImportFiles(parts.folder);
  const drafts = createImportDrafts({ ...parts, files });
  const reports = createImportReports({ store, files });
  const erasure = createFileErasure({ store, files, now });
  // What is validated here; what is run, one of the processes runs.
  const jobs = createImportJobs((error) => logger.error({ err: error }, 'no file was validated'));
  const work = createSharedJob({
    ...{ peers: parts.peers, logger, name: 'imports' },
    create: () => createImportWorker({ ...parts, files, tidy }),
  });

  async function get(project: number, id: string): Promise<ImportBody> {
    // What ends while the import is read has its result in no row that was read.
    const underWay = reports.findValidation(id);
    const state = await store.read(async (tx) => {
      const row = await readImport(tx, project, id);
      const same = (await tx.imports(project)).filter(
        (other) => other.contentHash === row.contentHash && other.startedAt !== undefined,
      );
      return {
        row,
        settings: await readSettings(tx, row),
        progress: await tx.importProgress(row.number),
        issues: await tx.importIssues(row.number, 0),
        sameAs: same.filter((other) => other.id !== row.id).at(-1),
      };
    });
    const validation = reports.readValidation(state.row, state.settings, underWay);
    return toImportBody({ ...state, validation, now: now() });
  }

  /** Marks a draft as running, with the segment that is wanted, all in one transaction. */
  async function startIn(tx: WriteTransaction, caller: Caller, id: string): Promise<ImportRow> {
    const { number: project } = caller.project;
    const before = await readImport(tx, project, id);
    if (before.status === 'failed') {
      const { failure: _, endedAt: __, ...rest } = before;
      const row: ImportRow = { ...rest, status: 'running' };
      await tx.updateImport(row);
      await audit(tx, caller, 'import.resumed', id);
      return row;
    }
    const { settings } = await readDraft(tx, project, id);
    const startedAt = await chooseStart(tx, project);
    makePlan(before, settings, startedAt);
    let row: ImportRow = { ...before, status: 'running', startedAt };
    await tx.updateImport(row);
    const { segment } = settings.options;
    if (segment !== null) {
      const conditions = {
        type: 'group',
        match: 'all',
        children: [{ type: 'import', importId: id }],
      };
      const wish = { name: segment.name, description: '', conditions };
      const { id: segmentId } = await segments.createIn(tx, caller, wish);
      row = { ...row, segmentId };
      await tx.updateImport(row);
    }
    await audit(tx, caller, 'import.started', id);
    return row;
  }

  /** An instant that no other import of the project was started at: by it its values are known. */
  async function chooseStart(tx: WriteTransaction, project: number): Promise<number> {
    const taken = (await tx.imports(project)).map(({ startedAt = 0 }) => startedAt);
    return Math.max(now(), ...taken.map((at) => at + 1).filter((at) => at > now()));
  }

  function audit(
    tx: WriteTransaction,
    { project, name: by }: Caller,
    action: string,
    subject: string,
  ) {
    return tx.insertAudit({ project: project.number, at: now(), by, action, subject });
  }

  /** Also in a process that only runs a command, where nothing was begun before. */
  function beginWork(): void {
    work.start();
    work.notify();
  }

  async function run(caller: Caller, id: string): Promise<void> {
    const row = await store.write((tx) => startIn(tx, caller, id));
    parts.onAnnounce();
    // It may be read to be validated still, which nobody needs any more.
    await jobs.cancel(row.number);
    beginWork();
  }

  /** What is found of settings that are about to change is of no use. */
  async function stopValidating(project: number, id: string): Promise<void> {
    const { row } = await store.read((tx) => readDraft(tx, project, id));
    await jobs.cancel(row.number);
    reports.forget(row);
  }

  /** Forgets what is kept for a time only. */
  async function tidy(isWorkedOn: (number: number) => boolean = () => false): Promise<void> {
    const needed = new Set<string>();
    for (const project of await store.read((tx) => tx.projects())) {
      for (const row of await store.read((tx) => tx.imports(project.number))) {
        const isOldDraft = row.status === 'draft' && row.createdAt < now() - keepDraftsMs;
        const isOver = row.endedAt !== undefined && row.endedAt < now() - undoForMs;
        // Of what is done, a process that was killed may have left the file.
        const mayBeRead = row.status !== 'done' && row.status !== 'cancelled';
        if (mayBeRead && !isOldDraft && !isOver) needed.add(row.id);
        // One that is being read is looked through when it is not.
        if (jobs.isBusy(row.number) || isWorkedOn(row.number)) continue;
        if (isOldDraft) await store.write((tx) => tx.deleteImport(row.number));
        else if (isOver) await store.write((tx) => tx.forgetImport(row.number));
        else if (row.erased !== undefined) await erasure.lookThrough(row);
      }
    }
    await files.removeOrphans(needed, now() - keepOrphansMs);
  }

  return {
    maxFileBytes,
    get,
    run,
    tidy,
    create: (caller: Caller, upload: Upload) => drafts.create(caller, upload),
    async change(caller: Caller, id: string, change: ImportChange): Promise<void> {
      await stopValidating(caller.project.number, id);
      await drafts.change(caller, id, change);
    },
    preview: (project: number, id: string, wish: Partial<ImportFormat>) =>
      drafts.preview(project, id, wish),
    async remove(caller: Caller, id: string): Promise<void> {
      await stopValidating(caller.project.number, id);
      await drafts.remove(caller, id);
    },
    report: (project: number, id: string) => reports.write(project, id),

    /** Newest first. */
    async list(project: number): Promise<ImportSummaryBody[]> {
      const { rows, progresses } = await store.read(async (tx) => ({
        rows: await tx.imports(project),
        progresses: await tx.importProgresses(project),
      }));
      return rows.reverse().map((row) => {
        const progress = progresses.get(row.number) ?? noProgress;
        return toSummaryBody(row, progress, now());
      });
    },

    /** Begins to read a draft as it would be run; what is found is part of the import. */
    async validate(project: number, id: string): Promise<void> {
      const { row, settings } = await store.read((tx) => readDraft(tx, project, id));
      const plan = makePlan(row, settings, now());
      if (reports.isValidating(row)) return;
      await jobs.settle(row.number);
      const work = (signal: AbortSignal) => reports.validate(row, settings, plan, signal);
      if (!jobs.begin(row.number, work)) throw refuseBusy();
      reports.beginValidation(row);
    },

    /** Throws a 409 when it does not run. From then on none of its rows is taken, whoever sends them. */
    async cancel({ project, name: by }: Caller, id: string): Promise<void> {
      const row = await store.read((tx) => readImport(tx, project.number, id));
      if (!(await endRun({ store, files, now }, row, by, { status: 'cancelled' }))) {
        throw new HttpProblem(409, 'import_not_running', 'The import is not running any more.');
      }
      work.notify();
    },

    /** Begins to take back what an import has set. Throws a 409 when that cannot be. */
    async undo(caller: Caller, id: string): Promise<void> {
      const { number: project } = caller.project;
      const row = await store.write(async (tx) => {
        const before = await readImport(tx, project, id);
        const progress = await tx.importProgress(before.number);
        if (!isUndoable(before, progress, now())) throw refuseUndo(before);
        const counts = before.undo ?? { restored: 0, removed: 0, kept: 0 };
        const { restored, removed, kept } = counts;
        const undo = {
          state: 'running',
          at: now(),
          by: caller.name,
          restored,
          removed,
          kept,
        } as const;
        const after: ImportRow = { ...before, undo };
        await tx.updateImport(after);
        await audit(tx, caller, 'import.undoing', id);
        return after;
      });
      // What ended with that status may not have tidied up behind it.
      await work.current()?.settle(row.number);
      await files.remove(id);
      beginWork();
    },

    /** Removes the files of a project that was deleted; nobody reads them any more. */
    async removeFiles(project: number): Promise<void> {
      for (const row of await store.read((tx) => tx.imports(project))) {
        await jobs.cancel(row.number);
        reports.forget(row);
        await files.remove(row.id);
      }
    },

    /** Runs what is to be run, also what an earlier process left, while no other process does; returns at once. */
    start: work.start,

    /** To be called when somebody was erased: files that name her are looked for. */
    noticeErasure: work.notify,

    /** Ends what runs between two batches; it goes on at the next start. */
    async stop(): Promise<void> {
      await work.stop();
      await jobs.stop();
    },
  };
}

export type ImportService = ReturnType<typeof createImportService>;

const noProgress = {
  row: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  refused: 0,
  issues: 0,
};

function refuseBusy(): HttpProblem {
  return new HttpProblem(409, 'import_busy', 'The import is being read already.');
}

function refuseUndo({ undo, status }: ImportRow): HttpProblem {
  const detail =
    undo !== undefined
      ? 'The import has been undone already, or is about to be.'
      : status === 'running'
        ? 'The import is running: cancel it first.'
        : 'There is nothing of the import that can be undone.';
  return new HttpProblem(409, 'import_not_undoable', detail);
}
