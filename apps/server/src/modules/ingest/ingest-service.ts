import type { IngestItem } from './ingest-item.ts';
import type { Refusal } from './refusal.ts';

/** What became of one item. */
export interface Outcome {
  /**
   * `accepted`: durable. `duplicate`: its message id was seen before, nothing was done.
   * `failed`: could not be stored for an internal reason, which is in the log. `conflict`: a command
   * of a browser that turned out to be linked to another user, or a row of an import that does not come
   * next; nothing was done. `refused`: a command
   * about something that is not there; it will not be tried again. `gone`: the project was deleted;
   * no submission is answered with it.
   */
  status: 'accepted' | 'duplicate' | 'failed' | 'conflict' | 'refused' | 'gone';
  /** What was refused for what is stored: keys (too many keys), or all of a command that is `refused`. */
  refusals: readonly Refusal[];
  /** Of a command that did not fail: the user id of its `as` now, `null` while anonymous. */
  userId?: string | null;
}

/** Items of one request, which are answered together. */
export interface Submission {
  /** The number of the project. */
  project: number;
  items: readonly IngestItem[];
  /** About how much memory they take. */
  bytes: number;
  /** Nobody waits for an answer meanwhile, as when a file is loaded by a process of its own. */
  isUnhurried?: boolean;
}

/** The one way in: joins items of concurrent submissions into few durable transactions. */
export interface IngestService {
  /**
   * Resolves, with an outcome an item, when all that is accepted is durable. Submissions are applied
   * in the order of the calls, but small ones may overtake large ones. Rejects with `OverloadedError` when too much is waiting,
   * `ClosingError` after `close`, or a `StoreError` when the store cannot write or the project has gone;
   * then nothing of it is acknowledged.
   */
  submit(submission: Submission): Promise<Outcome[]>;
  /** Takes nothing more and resolves when everything taken has been written or refused. */
  close(): Promise<void>;
}

/** More is waiting than may be held in memory, or than can be written soon; try again after the given time. */
export class OverloadedError extends Error {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('More is waiting to be stored than this server may hold; try again shortly.');
    this.name = 'OverloadedError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The server is going down and takes nothing new. */
export class ClosingError extends Error {
  constructor() {
    super('The server is shutting down; try again shortly.');
    this.name = 'ClosingError';
  }
}
