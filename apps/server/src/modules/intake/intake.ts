import type { Instant } from '@muster/conditions';
import type { ImportPlan } from '../imports/import-plan.ts';
import type { ImportReceipt } from '../imports/receive-rows.ts';
import type { Origin } from '../ingest/ingest-item.ts';
import type { Receipt } from '../ingest/receive-items.ts';
import type { CommandParcel, CommandReceipt } from '../sdk/receive-commands.ts';
import type { SourceParcel, SourceReceipt } from '../sources/source-parcel.ts';

/** What came in together, as it came: plain data, which another thread can take. */
export type Parcel = ItemsParcel | CommandsParcel | FromSourceParcel | RowsParcel;

/** Items of the server API, or of a file that is loaded. */
export interface ItemsParcel {
  kind: 'items';
  /** The number of the project, and its zone: what a timestamp without an offset means. */
  project: number;
  timeZone: string;
  /** JSON in UTF-8. It is handed over: whoever sends it must not use it afterwards. */
  body: Uint8Array<ArrayBuffer>;
  origin: Origin;
  arrivedAt: Instant;
  /** As of a `Submission`. */
  isUnhurried?: boolean;
}

/** Commands of a browser. */
export interface CommandsParcel extends CommandParcel {
  kind: 'commands';
}

/** What a source sent. */
export interface FromSourceParcel extends SourceParcel {
  kind: 'source';
}

/** Rows of an import, in order and after all that were sent before. */
export interface RowsParcel {
  kind: 'rows';
  project: number;
  plan: ImportPlan;
  /** JSON of `RawImportRow`s, in UTF-8; handed over as that of an `ItemsParcel`. */
  body: Uint8Array<ArrayBuffer>;
  arrivedAt: Instant;
}

/** What each kind of parcel is answered with: plain data, too. */
export interface Receipts {
  items: Receipt;
  commands: CommandReceipt;
  source: SourceReceipt;
  rows: ImportReceipt;
}

/**
 * The one way in. Whoever has a parcel has only to hand it over; parsing, checking, applying and
 * writing are done where the intake is, in this thread or in another (decision 0019).
 */
export interface Intake {
  /**
   * Resolves when everything of it that is accepted is durable. Parcels are applied in the order of
   * the calls, but small ones may overtake large ones. Rejects with an `HttpProblem` when it cannot
   * be read, `OverloadedError` when too much is waiting, `ClosingError` after `close`, or a
   * `StoreError`; then nothing of it is acknowledged.
   */
  receive<Kind extends Parcel['kind']>(
    parcel: Extract<Parcel, { kind: Kind }>,
  ): Promise<Receipts[Kind]>;
  /** Takes nothing more and resolves when everything taken has been written or refused. */
  close(): Promise<void>;
}
