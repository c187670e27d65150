import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { SourceError } from '../../store/source-errors.ts';
import type { SourceDelivery } from '../../store/source-records.ts';
import type { Store } from '../../store/store.ts';
import { answerPressure } from '../ingest/answer-pressure.ts';
import type { Intake } from '../intake/intake.ts';
import type { SourceReceipt } from './source-parcel.ts';
import { refuseUnknown } from './source-service.ts';
import { toSetup } from './source-setup.ts';
import type { SourceTally } from './source-tally.ts';

/** What was refused of sources, and trying it again. All throw a 404 for what is not there. */
export interface SourceErrorsService {
  /** Newest first. */
  list(caller: Caller, source: string): Promise<SourceError[]>;
  remove(caller: Caller, source: string, id: string): Promise<void>;
  /** Throws a 409 for an item that was not kept whole. */
  replay(caller: Caller, source: string, id: string): Promise<Replayed>;
  /** Newest first. */
  listDeliveries(caller: Caller, source: string): Promise<SourceDelivery[]>;
}

/** What became of an item that was tried again, and what is left of its error. */
export interface Replayed {
  receipt: SourceReceipt;
  error: SourceError | undefined;
}

interface Parts {
  store: Store;
  intake: Intake;
  tally: SourceTally;
  now: () => number;
  /** Called when something was written, so that the index follows soon. */
  onChange: () => void;
}

export function createSourceErrorsService(parts: Parts): SourceErrorsService {
  const { store, intake, tally, now, onChange } = parts;

  return {
    list: ({ project: { number } }, source) =>
      store.read(async (tx) => {
        if ((await tx.source(number, source)) === undefined) refuseUnknown();
        return tx.sourceErrors(number, source);
      }),

    async remove({ project: { number } }, source, id) {
      const isGone = await store.write((tx) => tx.deleteSourceError(number, source, readId(id)));
      if (!isGone) refuseError();
    },

    async replay({ project: { number, timeZone } }, source, id) {
      const { row, error } = await store.read(async (tx) => ({
        row: (await tx.source(number, source)) ?? refuseUnknown(),
        error: (await tx.sourceError(number, source, readId(id))) ?? refuseError(),
      }));
      if (error.isCut) throw refuseCut();
      const { requestId, sentAt, receivedAt: arrivedAt, payload } = error;
      const receipt = await answerPressure(() =>
        intake.receive({
          kind: 'source',
          project: number,
          timeZone,
          setup: toSetup(row, now()),
          headers: {},
          isGzip: false,
          replay: { requestId, sentAt },
          body: new Uint8Array(Buffer.from(payload, 'utf8')),
          arrivedAt,
        }),
      );
      onChange();
      const left: SourceError = {
        ...error,
        refusals: receipt.rejected.map(({ code, message, path, scope }) => ({
          code,
          message,
          path,
          scope,
        })),
        attempts: error.attempts + 1,
        lastAttemptAt: now(),
      };
      const isDone = left.refusals.length === 0;
      await store.write(async (tx) => {
        if (isDone) await tx.deleteSourceError(number, source, error.number);
        else await tx.updateSourceError(left);
      });
      return { receipt, error: isDone ? undefined : left };
    },

    async listDeliveries({ project: { number } }, source) {
      await tally.flush();
      return store.read(async (tx) => {
        if ((await tx.source(number, source)) === undefined) refuseUnknown();
        return (await tx.sourceRecord(number, source))?.deliveries ?? [];
      });
    },
  };
}

/** The number of an error; one that is none is nobody's. */
function readId(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}

function refuseError(): never {
  throw new HttpProblem(404, 'error_not_found', 'There is no such error any more.');
}

function refuseCut(): HttpProblem {
  const detail = 'Only the beginning of the item was kept, so it cannot be tried again.';
  return new HttpProblem(409, 'payload_cut', detail);
}
