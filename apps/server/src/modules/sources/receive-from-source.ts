import type { Store } from '../../store/store.ts';
import type { SourceItem, TrackItem } from '../ingest/ingest-item.ts';
import type { IngestService, Outcome } from '../ingest/ingest-service.ts';
import { notStored, RefusalLog } from '../ingest/refusal.ts';
import { eraseProfileIn } from '../profiles/erase-profile.ts';
import { keepErrors } from './keep-errors.ts';
import { openSourceBody } from './open-source-body.ts';
import { type ReadItem, readSourceItems } from './read-source-items.ts';
import type { SourceContext, SourceIntent } from './source-intent.ts';
import type { SourceParcel, SourceReceipt } from './source-parcel.ts';
import { type SourceSetup, toOrigin } from './source-setup.ts';

export interface ReceiverParts {
  store: Store;
  ingest: IngestService;
  newId: () => string;
}

/**
 * Takes in a request of a source: reads its items one by one, hands the valid ones on in order, and keeps
 * what is refused. Resolves when all of that is durable; rejects as `IngestService.submit` does, and with
 * an `HttpProblem` for a request that is wrong as a whole.
 */
export async function receiveFromSource(
  parts: ReceiverParts,
  parcel: SourceParcel,
): Promise<SourceReceipt> {
  const { project, setup, headers, arrivedAt, body, replay } = parcel;
  const { rawItems, sentAt } = openSourceBody(parcel);
  const bytesEach = body.byteLength / Math.max(1, rawItems.length);
  const requestId = replay ? replay.requestId : headers['webhook-id'];
  const context = createContext(parts, parcel, { requestId, sentAt });
  const items = readSourceItems(rawItems, context);
  const done = await applyReadItems(parts, { project, context, bytesEach }, items);
  const refused = items.filter(({ refusals }) => refusals.length > 0);
  if (!replay) await keepErrors(parts.store, { project, setup, arrivedAt, sentAt }, refused);
  const log = new RefusalLog();
  for (const { index, refusals } of refused)
    for (const refusal of refusals) log.add(index, refusal);
  return { ...done, rejected: log.toEntries() };
}

/** What items of the source are read with. */
function createContext(
  { newId }: Pick<ReceiverParts, 'newId'>,
  { setup, arrivedAt, timeZone }: Pick<SourceParcel, 'setup' | 'arrivedAt' | 'timeZone'>,
  { requestId, sentAt }: Pick<SourceContext, 'requestId' | 'sentAt'>,
): SourceContext {
  return { setup, origin: toOrigin(setup), arrivedAt, timeZone, newId, requestId, sentAt };
}

interface Applying {
  project: number;
  context: SourceContext;
  /** About how much memory an item takes. */
  bytesEach: number;
}

/**
 * Applies items that were read, in order; what turns out to be refused is added to their refusals.
 * An erasure waits for all before it, and all after it for the erasure.
 */
async function applyReadItems(
  parts: ReceiverParts,
  applying: Applying,
  items: readonly ReadItem[],
): Promise<Omit<SourceReceipt, 'rejected'>> {
  const done = { accepted: 0, duplicates: 0, erased: 0, skipped: 0, hasFailed: false };
  let run: ReadItem[] = [];
  const submitRun = async () => {
    const outcomes = await submit(parts.ingest, applying, run);
    for (const [place, outcome] of outcomes.entries()) count(done, run[place] as ReadItem, outcome);
    run = [];
  };
  for (const item of items) {
    const { intent } = item;
    if (intent?.type === 'item') run.push(item);
    else if (intent?.type === 'skip') done.skipped += 1;
    else if (intent?.type === 'erase') {
      await submitRun();
      const isNew = await erase(parts.store, applying, intent);
      done.accepted += 1;
      if (isNew) done.erased += 1;
      else done.duplicates += 1;
    }
  }
  await submitRun();
  return { ...done, refused: items.length - done.accepted - done.skipped };
}

function submit(
  ingest: IngestService,
  { project, bytesEach }: Applying,
  run: readonly ReadItem[],
): Promise<Outcome[]> {
  const items = run.map(({ intent }) => (intent as { item: SourceItem | TrackItem }).item);
  return ingest.submit({ project, items, bytes: Math.ceil(bytesEach * items.length) });
}

function count(
  done: { accepted: number; duplicates: number; hasFailed: boolean },
  item: ReadItem,
  { status, refusals }: Outcome,
): void {
  item.refusals.push(...refusals);
  if (status === 'failed') {
    item.refusals.push(notStored);
    done.hasFailed = true;
  } else if (status !== 'refused') {
    done.accepted += 1;
    if (status === 'duplicate') done.duplicates += 1;
  }
}

/** Erases a user, if there is one, and what is kept of refused items about her. False: it was asked before. */
function erase(
  store: Store,
  { project, context: { setup, origin, arrivedAt } }: Applying,
  { who, messageId }: Extract<SourceIntent, { type: 'erase' }>,
): Promise<boolean> {
  return store.write(async (tx) => {
    if (messageId !== undefined) {
      const fresh = await tx.keepNewMessageIds(project, [`${origin.messageSpace}:${messageId}`]);
      if (fresh.size === 0) return false;
    }
    await tx.deleteErrorsAbout(project, [who]);
    await eraseProfileIn(tx, { project, ...who, by: nameSource(setup), at: arrivedAt });
    return true;
  });
}

/** A source as the audit log names it. */
function nameSource({ name }: SourceSetup): string {
  return `source ${name}`;
}
