import type { ImportRow, ImportSettings } from '../../store/import-rows.ts';
import type { Store } from '../../store/store.ts';
import { ProjectGoneError } from '../../store/store-errors.ts';
import { ClosingError, OverloadedError } from '../ingest/ingest-service.ts';
import { notStored } from '../ingest/refusal.ts';
import type { Intake } from '../intake/intake.ts';
import { makePlan } from './check-settings.ts';
import type { RawImportRow } from './import-plan.ts';
import { openRows } from './open-rows.ts';
import { createImportRowReader } from './read-import-row.ts';
import type { ImportReceipt } from './receive-rows.ts';

export interface RunParts {
  store: Store;
  intake: Intake;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

export interface Run {
  row: ImportRow;
  settings: ImportSettings;
  path: string;
  signal: AbortSignal;
}

/** The file cannot be imported to its end; the message is a sentence for whoever runs it. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

/** As many rows are one transaction of the intake, so that those of others have little to wait for. */
const rowsAtOnce = 200;
const maxSendSize = 1024 * 1024;
/** Enough that the intake has work while this thread has other things to do; what waits there is copied by each collection of garbage. */
const maxInFlight = 3;

/** So often without a step further it is tried again, and after that time. */
const maxAttempts = 30;
const retryAfterMs = 1_000;

/**
 * Applies the rows that are not applied yet, to the end of the file, of the run, which anybody may cancel, or of the
 * project. Where it is to begin, the store says (decision 0031), so it may be run again whatever ended it before.
 * Rejects with the reason of the signal, a `ClosingError` when the server stops, an `ImportFailed`, or what the
 * store rejects with time and again.
 */
export async function runImport(parts: RunParts, run: Run): Promise<void> {
  const { store } = parts;
  const passage: Passage = { lost: new Set(), maxInFlight };
  let attempts = 0;
  let reached = -1;
  for (;;) {
    const { row, isOver } = await store.read(async (tx) => ({
      row: (await tx.importProgress(run.row.number)).row,
      isOver:
        (await tx.endedImports([run.row.number])).has(run.row.number) ||
        !(await tx.hasProject(run.row.project)),
    }));
    if (isOver) return;
    if (row > reached) attempts = 0;
    reached = row;
    try {
      if (await sendRows(parts, run, row, passage)) return;
    } catch (error) {
      run.signal.throwIfAborted();
      if (error instanceof ClosingError || error instanceof ImportFailed) throw error;
      if (error instanceof ProjectGoneError) return;
      if (error instanceof OverloadedError) passage.maxInFlight = 1;
      else attempts += 1;
      if (attempts >= maxAttempts) throw error;
      await parts.sleep(retryAfterMs);
    }
  }
}

/** What one passage through the file leaves to the next. */
interface Passage {
  /** Rows that the store would not take. */
  lost: Set<number>;
  /** One, once the intake was overloaded: a later parcel must not be taken where an earlier one was not. */
  maxInFlight: number;
}

/** True when the file is at its end; false when rows have to be sent again. */
async function sendRows(
  { intake, now, sleep }: RunParts,
  { row: { number, project, startedAt, contentHash }, row, settings, path, signal }: Run,
  after: number,
  passage: Passage,
): Promise<boolean> {
  const { lost } = passage;
  if (startedAt === undefined) throw new Error(`Import ${number} was never started`);
  const plan = makePlan(row, settings, startedAt);
  const idIndex = settings.identifier?.column ?? 0;
  const { format } = settings;
  const readRow = createImportRowReader({ plan, idIndex, width: settings.columns.length });
  const file = await openRows(path, format);
  const inFlight: Promise<ImportReceipt | { error: unknown }>[] = [];
  let rows: RawImportRow[] = [];
  let size = 0;
  let isWhole = true;

  async function finishOldest(): Promise<void> {
    const receipt = await inFlight.shift();
    if (receipt === undefined) return;
    if ('error' in receipt) throw receipt.error;
    for (const failed of receipt.failed) lost.add(failed);
    if (receipt.failed.length > 0 || receipt.hasGap) isWhole = false;
  }

  async function send(): Promise<void> {
    while (inFlight.length >= passage.maxInFlight) await finishOldest();
    signal.throwIfAborted();
    inFlight.push(submit(rows).catch((error: unknown) => ({ error })));
    rows = [];
    size = 0;
  }

  async function submit(some: readonly RawImportRow[]): Promise<ImportReceipt> {
    const json = JSON.stringify(some);
    for (;;) {
      try {
        const body = new TextEncoder().encode(json);
        return await intake.receive({ kind: 'rows', project, plan, body, arrivedAt: now() });
      } catch (error) {
        if (!(error instanceof OverloadedError) || passage.maxInFlight > 1) throw error;
        await sleep(error.retryAfterSeconds * 1000);
      }
    }
  }

  try {
    for await (const batch of file.rows) {
      for (const { number: place, row: cells } of batch) {
        if (place <= after) continue;
        rows.push(lost.has(place) ? reportLost(place) : readRow(cells, place));
        size += cells.cells.reduce((sum, cell) => sum + cell.length + 4, 40);
        if (rows.length >= rowsAtOnce || size > maxSendSize) await send();
        if (!isWhole) return false;
      }
    }
    // Few rows could overtake the many before them on the way through the intake.
    while (inFlight.length > 0) await finishOldest();
    if (rows.length > 0 && isWhole) await send();
    while (inFlight.length > 0) await finishOldest();
  } finally {
    // None is left behind: what is under way still counts.
    await Promise.all(inFlight);
  }
  if (file.contentHash() !== contentHash) {
    throw new ImportFailed('The uploaded file was changed while it was being imported.');
  }
  return isWhole;
}

/** A row that the store would not take: it is passed over, and reported. */
function reportLost(row: number): RawImportRow {
  const issue = { column: '', value: '', reason: notStored.message, scope: 'row' as const };
  return { row, issues: [issue] };
}
