/** The right to do something that one process at a time does. It ends when it is not renewed. */
export interface Lease {
  /** Grows each time the lease changes hands: what an earlier holder sends can be told by it. */
  readonly fence: number;
  /** Aborts when the lease is lost. Who is suspended may learn of it late: `check` before each step. */
  readonly lost: AbortSignal;
  /** Throws a `LeaseLostError` when somebody else may have it by now. */
  check(): void;
  /** Leaves a note that everybody can read, as long as the lease is held. */
  note(text: string): Promise<void>;
  /** Gives it back, so that another need not wait for its end. */
  release(): Promise<void>;
}

/** What is known of a lease by whoever does not have it. */
export interface LeaseView {
  fence: number;
  /** Whether somebody has it. */
  isHeld: boolean;
  /** The last note of whoever had it last. */
  note: string;
}

/** Leases by name, among all processes over one store. */
export interface Leases {
  /** The lease; `undefined` while somebody else has it. */
  take(name: string): Promise<Lease | undefined>;
  /** `undefined` when nobody has ever had it. */
  read(name: string): Promise<LeaseView | undefined>;
}

/** Somebody else may have the lease: nothing may be written any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}
