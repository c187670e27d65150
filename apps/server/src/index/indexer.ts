import type { Instant } from '@muster/conditions';
import type { Logger } from 'pino';
import type { Lease } from '../peers/leases.ts';
import type { Change, Store } from '../store/store.ts';
import { createAlarm } from './alarm.ts';
import { applyBatch } from './apply-batch.ts';
import { createBarrier } from './barrier.ts';
import {
  type IndexEngines,
  IndexSilentError,
  IndexUnreadableError,
  isEngineDamage,
} from './engine.ts';
import { createErasurePurge } from './erasure-purge.ts';
import { guardEngines } from './guard-engines.ts';
import type { Exclusion, IndexTarget } from './index-target.ts';
import { type IndexView, isReachedBy } from './index-view.ts';
import { readNextChanges } from './next-changes.ts';
import { type FoundIndex, openIndex, takeOver } from './open-index.ts';
import { createLogPruner } from './prune-changes.ts';
import { type BatchLimits, defaultBatchLimits, UnreadableChangeError } from './read-batch.ts';
import type { RebuildProgress } from './rebuild.ts';
import { createRebuildDesk } from './rebuild-desk.ts';
import { type RebuildJob, startRebuildJob } from './rebuild-job.ts';
import { retryDelay } from './retry-delay.ts';
import { writeComplete } from './write-position.ts';

export interface IndexerOptions {
  store: Store;
  engines: IndexEngines;
  logger: Logger;
  now: () => Instant;
  /** How long to wait for a `notify()` before looking at the log all the same; default 250. */
  pollEveryMs?: number;
  /** How long changes may gather into a batch while nobody waits for them; default 200. */
  lingerMs?: number;
  /** How long rows of erased users may stay on disk, out of sight; default 10 minutes. */
  purgeAfterMs?: number;
  limits?: BatchLimits;
  /** Of an index that other processes have, too: without the lease nothing is written. */
  lease?: Pick<Lease, 'fence' | 'check'>;
  /** Called whenever `describe` says something else. */
  onProgress?: () => void;
}

/** What `/readyz` and `index verify` show of the indexer. */
export interface IndexerStatus {
  /**
   * `following`: it applies the log as it grows. `rebuilding`: there is no index, it is being made
   * from the store. `failing`: several attempts failed, and it goes on trying; questions are refused
   * meanwhile.
   */
  state: 'starting' | 'following' | 'rebuilding' | 'failing' | 'stopped';
  /** The index holds every change up to and including this position. */
  position: number;
  /** The store's last position when it was last looked at. */
  head: number;
  /** Rows written of the rebuild that runs. */
  rebuild?: RebuildProgress;
  lastError?: { message: string; at: Instant; position: number };
  /** Users who are in no audience, because the engine refused a row of theirs. */
  excluded: Exclusion[];
  /** Changes of the log that could not be read since the start; for each the index was made anew. */
  unreadableChanges: number;
}

/** Thrown by the barrier when the index cannot answer: an answer is current or it is an error. */
export class IndexUnavailable extends Error {
  override readonly name = 'IndexUnavailable';
}

/** Follows the store's change log and keeps the index equal to it. */
export interface Indexer {
  /** Begins to follow; returns at once. A missing, older or unreadable index is made anew first. */
  start(): void;
  /** Stops after the statement that runs. */
  stop(): Promise<void>;
  /** Says that the log has grown, so that the index follows soon. */
  notify(): void;
  /**
   * Resolves when the index holds every change up to `position`; rejects with `IndexUnavailable`
   * when the indexer is failing or stopped, and with the signal's reason when it aborts. With a
   * project's number it does not wait for what only concerns others.
   */
  waitFor(position: number, signal?: AbortSignal, project?: number): Promise<void>;
  /** `waitFor` the head of the log as it is at the time of the call. */
  caughtUp(signal?: AbortSignal, project?: number): Promise<void>;
  /** Makes the index anew from the store, then goes on following. Questions see the old one meanwhile. */
  rebuild(onProgress?: (progress: RebuildProgress) => void): Promise<void>;
  status(): IndexerStatus;
  /** The same for other processes, with what they need to know whether they have to wait. */
  describe(): IndexView;
}

/** Failures in a row before questions are refused: a hiccup is not worth an error page. */
const failuresBeforeRefusal = 3;

/** Changes by which events have gone for good. */
const erasures: ReadonlySet<Change['type']> = new Set(['erase', 'expire', 'deleteProject']);

/** A backlog that is a batch already: nothing more has to gather. */
const backlogChanges = 1_000;

export function createIndexer(options: IndexerOptions): Indexer {
  const { store, logger, now, lease, onProgress = () => undefined } = options;
  const engines = lease ? guardEngines(options.engines, lease.check) : options.engines;
  const { pollEveryMs = 250, lingerMs = 200, purgeAfterMs = 600_000 } = options;
  const { limits = defaultBatchLimits } = options;
  const engine = engines.indexer;
  const parts = { store, engine, logger };
  const alarm = createAlarm();
  const barrier = createBarrier(isReached);
  const desk = createRebuildDesk();
  const pruner = createLogPruner(store);
  const purge = createErasurePurge(engine, now, purgeAfterMs);

  let running: Promise<void> | undefined;
  let pruning: Promise<void> | undefined;
  let isStopping = false;
  let state: IndexerStatus['state'] = 'starting';
  /** Absent while it is not known what the index holds. */
  let target: IndexTarget | undefined;
  let lastPosition = 0;
  let nextGeneration = 1;
  let head = 0;
  let failures = 0;
  let told = '';
  let lastError: IndexerStatus['lastError'];
  let unreadableChanges = 0;
  /** The last of them: an index of before cannot follow the log over it. */
  let unreadablePosition = 0;

  function isReached(position: number, project: number | undefined): boolean {
    return target !== undefined && isReachedBy(target, position, project);
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        target = await prepare();
        logger.info({ position: target.position }, 'the index follows the change log');
        while (!isStopping) await step(target);
      } catch (error) {
        if (!isStopping) await recover(error);
      }
    }
  }

  /** The index as it is, made anew if it has to be. */
  async function prepare(): Promise<IndexTarget> {
    // First: what an earlier holder sends from now on is refused, what it has sent is waited for.
    if (lease) await engines.fence(lease.fence);
    await engines.settle();
    const found = await openIndex(engine);
    nextGeneration = found.nextGeneration;
    const reason = await findReason(found);
    if (reason === undefined && found.target) return found.target;
    if (failures < failuresBeforeRefusal) state = 'rebuilding';
    onProgress();
    logger.info({ reason }, 'the index is made anew from the store');
    return replaceIndex(await startJob().filled);
  }

  /** Why what was found is not the index of this store. */
  async function findReason(found: FoundIndex): Promise<string | undefined> {
    if (found.target === undefined) return found.reason;
    const { position } = found.target;
    const log = await store.read(async (tx) => ({
      head: await tx.headPosition(),
      oldest: await tx.oldestPosition(),
    }));
    if (position > log.head) return 'it is ahead of the store, which is an older one';
    if (position < log.oldest) return 'the change log no longer goes back to it';
    if (position < unreadablePosition) return `change ${unreadablePosition} cannot be read`;
    return undefined;
  }

  /** Applies what has come, or waits for something to come. */
  async function step(current: IndexTarget): Promise<void> {
    if (desk.job?.target) {
      target = await replaceIndex(desk.job.target);
      return succeed(target);
    }
    if (desk.isWanted(current)) watchJob(startJob());
    head = await store.headPosition();
    if (head <= current.position) {
      succeed(current);
      await tidy(purge.runWhenDue);
      prune(current);
      return alarm.sleep(pollEveryMs);
    }
    if (barrier.waiting === 0 && head - current.position < backlogChanges) await gather();
    const next = await readNextChanges(store, current.position, limits);
    head = next.head;
    await applyBatch(parts, current, next);
    const erasure = next.changes.findLast(({ change }) => erasures.has(change.type));
    if (erasure !== undefined) {
      purge.request();
      pruner.noteErasure(erasure.position);
    }
    succeed(current);
    prune(current);
  }

  /** Not waited for: whoever writes may be waiting for the index. */
  function prune({ position }: IndexTarget): void {
    const needed = Math.min(position, desk.job?.pinnedPosition ?? position);
    pruning ??= tidy(() => pruner.prune(needed)).finally(() => {
      pruning = undefined;
    });
  }

  /** Lets changes gather for a while, unless somebody comes who waits for them. */
  async function gather(): Promise<void> {
    const until = performance.now() + lingerMs;
    while (!isStopping && barrier.waiting === 0) {
      const left = until - performance.now();
      if (left <= 0) return;
      await alarm.sleep(left);
    }
  }

  function succeed({ position }: IndexTarget): void {
    failures = 0;
    state = 'following';
    lastPosition = position;
    barrier.release();
    tellProgress();
  }

  /** Nothing, when nothing has changed: it is called at every look at the log. */
  function tellProgress(): void {
    const { position, generation, zoneChanges } = target ?? {};
    const { users, events } = desk.job?.progress ?? {};
    const reached = [state, position, generation, zoneChanges?.size, users, events].join(' ');
    if (reached === told) return;
    told = reached;
    onProgress();
  }

  /** What can wait does not keep the index from following when it fails. */
  async function tidy(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      noteError(error, 'the index could not tidy up; trying again later');
    }
  }

  function startJob(): RebuildJob {
    if (isStopping) throw describeStop();
    const generation = nextGeneration;
    nextGeneration += 1;
    const pinnedPosition = target?.position ?? 0;
    return desk.start((onProgress) =>
      startRebuildJob(
        { ...parts, engine: engines.background },
        { generation, pinnedPosition, limits, onProgress },
      ),
    );
  }

  /** A job beside the index that answers: its end wakes the indexer, its failure is not the index's. */
  function watchJob(job: RebuildJob): void {
    job.filled.then(alarm.ring, async (error: unknown) => {
      if (desk.job !== job) return;
      noteError(error, 'the index could not be made anew; the present one goes on');
      await desk.fail(error);
      alarm.ring();
    });
  }

  /** Brings new tables to where the present ones are, and lets them take over. */
  async function replaceIndex(fresh: IndexTarget): Promise<IndexTarget> {
    // Answers must not go back in time.
    const reached = target?.position ?? fresh.position;
    while (fresh.position < reached) {
      await applyBatch(parts, fresh, await readNextChanges(store, fresh.position, limits));
    }
    await writeComplete(engine, fresh);
    await takeOver(engine, fresh.generation);
    desk.finish();
    logger.info({ position: fresh.position }, 'the index has been made anew');
    return { ...fresh, suffix: '' };
  }

  /** Notes a failure and waits before the next attempt; questions are refused when it lasts. */
  async function recover(error: unknown): Promise<void> {
    failures += 1;
    // That was waited for, and asked about, twice.
    if (error instanceof IndexSilentError) failures = Math.max(failures, failuresBeforeRefusal);
    noteError(error, 'the index cannot follow the change log; trying again');
    target = undefined;
    await desk.fail(error);
    if (failures >= failuresBeforeRefusal) {
      state = 'failing';
      barrier.refuse(describeFailure(head));
    }
    onProgress();
    // Not at once: it may have been no more than a disk that was full for a moment.
    const isDamaged = isEngineDamage(error) && failures >= failuresBeforeRefusal;
    if (error instanceof IndexUnreadableError || isDamaged) await removeIndex();
    if (error instanceof UnreadableChangeError) noteUnreadable(error.position);
    const until = performance.now() + retryDelay(failures);
    // Being told of new changes is no reason to try again sooner.
    while (!isStopping && performance.now() < until) await alarm.sleep(until - performance.now());
  }

  function noteUnreadable(position: number): void {
    if (position > unreadablePosition) unreadableChanges += 1;
    unreadablePosition = Math.max(unreadablePosition, position);
  }

  async function removeIndex(): Promise<void> {
    try {
      await engines.reset();
      logger.warn('the unreadable index has been removed');
    } catch (error) {
      noteError(error, 'the unreadable index could not be removed');
    }
  }

  function noteError(error: unknown, message: string): void {
    const position = target?.position ?? lastPosition;
    const text = error instanceof Error ? error.message : String(error);
    lastError = { message: text, at: now(), position };
    logger.error({ err: error, position }, message);
  }

  function describeFailure(wanted: number): IndexUnavailable {
    const why = lastError?.message ?? 'it failed';
    // After a start that found no index it is not known how far that one is.
    const behind = lastPosition > 0 ? `, it is ${wanted - lastPosition} changes behind` : '';
    return new IndexUnavailable(`The index cannot be asked now${behind}: ${why}`);
  }

  function describeStop(): IndexUnavailable {
    return new IndexUnavailable('The indexer has been stopped');
  }

  function readStatus(): IndexerStatus {
    return {
      state,
      position: target?.position ?? lastPosition,
      head,
      ...(desk.job && { rebuild: desk.job.progress }),
      ...(lastError && { lastError }),
      excluded: [...(target?.excluded.values() ?? [])],
      unreadableChanges,
    };
  }

  async function waitFor(position: number, signal?: AbortSignal, project?: number): Promise<void> {
    if (state === 'stopped') throw describeStop();
    if (state === 'failing') throw describeFailure(position);
    const reached = barrier.wait(position, project, signal);
    // Changes may be gathering: somebody wants them now.
    alarm.ring();
    await reached;
  }

  return {
    start() {
      onProgress();
      running ??= run();
    },
    async stop() {
      isStopping = true;
      await desk.fail(describeStop());
      alarm.ring();
      await running;
      await pruning;
      state = 'stopped';
      await desk.fail(describeStop());
      barrier.refuse(describeStop());
    },
    notify: alarm.ring,
    waitFor,
    async caughtUp(signal, project) {
      await waitFor(await store.headPosition(), signal, project);
    },
    async rebuild(onProgress = () => undefined) {
      if (isStopping) throw describeStop();
      const done = desk.request(onProgress);
      alarm.ring();
      await done;
    },
    status: readStatus,
    describe: () => ({ status: readStatus(), ...(target && { target: describeTarget(target) }) }),
  };
}

function describeTarget({ generation, position, zoneChanges }: IndexTarget) {
  return { generation, position, zoneChanges: [...zoneChanges] };
}
