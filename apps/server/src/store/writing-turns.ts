import type { Store } from './store.ts';

/**
 * The right to write an SQLite file that two connections of one process write. SQLite would let the
 * second wait in a busy handler, which blocks its thread, and give up at last; so it asks first.
 */
export interface WritingTurns {
  /** Resolves when the other connection writes nothing. Rejects when that will never be. */
  take(): Promise<WritingTurn>;
}

/** The other connection waits until `end`. */
export interface WritingTurn {
  /** There is no other connection any more. One that is there looks after the log. */
  readonly isAlone: boolean;
  end(): void;
}

/** An SQLite store that lets another connection of this process write between its own writes. */
export interface LendingStore extends Store {
  /**
   * Runs `use` when the writes asked for before it have ended; those asked for later wait for it.
   * Rejects, without `use` having run, when the log cannot be kept short, e.g. on a full disk.
   */
  lend(use: () => Promise<void>): Promise<void>;
}
