import type { Instant } from '@muster/conditions';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { IndexEngines } from './engine.ts';

export interface IndexerOptions {
  store: Store;
  engines: IndexEngines;
  logger: Logger;
  now: () => Instant;
  /** How long to wait for a `notify()` before looking at the log all the same; default 250. */
  pollEveryMs?: number;
}

/** What `/readyz` and `index verify` show of the indexer. */
export interface IndexerStatus {
  /**
   * `following`: it applies the log as it grows. `rebuilding`: it is being made from the store.
   * `failing`: the last attempt failed, and it goes on trying; questions are refused meanwhile.
   */
  state: 'starting' | 'following' | 'rebuilding' | 'failing' | 'stopped';
  /** The index holds every change up to and including this position. */
  position: number;
  /** The store's last position when it was last looked at. */
  head: number;
  /** Rows written of the rebuild that runs. */
  rebuild?: RebuildProgress;
  lastError?: { message: string; at: Instant; position: number };
}

export interface RebuildProgress {
  users: number;
  usersTotal: number;
  events: number;
  eventsTotal: number;
}

/** Thrown by the barrier when the index cannot answer: an answer is current or it is an error. */
export class IndexUnavailable extends Error {
  override readonly name = 'IndexUnavailable';
}

/** Follows the store's change log and keeps the index equal to it. */
export interface Indexer {
  /** Begins to follow; resolves at once. A missing, older or unreadable index is rebuilt first. */
  start(): void;
  /** Stops after the statement that runs. */
  stop(): Promise<void>;
  /** Says that the log has grown, so that the index follows within milliseconds. */
  notify(): void;
  /**
   * Resolves when the index holds every change up to `position`; rejects with `IndexUnavailable`
   * when the indexer is failing or stopped, and with the signal's reason when it aborts.
   */
  waitFor(position: number, signal?: AbortSignal): Promise<void>;
  /** `waitFor` the head of the log as it is at the time of the call. */
  caughtUp(signal?: AbortSignal): Promise<void>;
  /** Makes the index anew from the store, then goes on following. Questions see the old one meanwhile. */
  rebuild(onProgress?: (progress: RebuildProgress) => void): Promise<void>;
  status(): IndexerStatus;
}

export function createIndexer(options: IndexerOptions): Indexer {
  throw new Error(`not built yet: ${options.engines.dashboard.kind}`);
}
