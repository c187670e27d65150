import type { OutcomeCounts } from '../ingest/watch-outcomes.ts';
import type { Parcel, Receipts } from './intake.ts';
import type { IntakeFailure } from './intake-failure.ts';

/** What the thread of the intake is started with. */
export interface IntakeThreadData {
  /** The folder of the store. */
  dataDir: string;
}

/** What is said to the thread of the intake. */
export type ToIntake =
  | { type: 'parcel'; id: number; parcel: Parcel }
  /** The other writing connection wants to write. */
  | { type: 'askTurn' }
  /** It has written. */
  | { type: 'endTurn' }
  /** Finish what was taken, let the store go and end. */
  | { type: 'close' };

/** What the thread of the intake says. */
export type FromIntake =
  | { type: 'open' }
  /** The store cannot be opened; the thread ends. */
  | { type: 'notOpen'; failure: IntakeFailure }
  /** Something was stored; said before the receipts that tell of it. */
  | { type: 'stored'; counts: OutcomeCounts }
  | { type: 'receipt'; id: number; receipt: Receipts[Parcel['kind']] }
  | { type: 'refusal'; id: number; failure: IntakeFailure }
  /** An item could not be stored; for the log. */
  | { type: 'itemFailure'; failure: IntakeFailure }
  /** Nothing is being written, and nothing will be until `endTurn`. */
  | { type: 'turn' }
  | { type: 'noTurn'; failure: IntakeFailure };
