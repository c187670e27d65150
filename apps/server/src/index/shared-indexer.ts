import type { Logger } from 'pino';
import type { Lease } from '../peers/leases.ts';
import type { Peers } from '../peers/peers.ts';
import { createShift } from '../peers/shift.ts';
import type { Store } from '../store/store.ts';
import { createAlarm } from './alarm.ts';
import { createBarrier } from './barrier.ts';
import { type IndexView, isReachedBy } from './index-view.ts';
import { type Indexer, type IndexerStatus, IndexUnavailable } from './indexer.ts';
import type { RebuildProgress } from './rebuild.ts';

interface Parts {
  store: Store;
  peers: Peers;
  logger: Logger;
  /** The indexer for the time of a lease; it is to say when it has come further. */
  create(lease: Lease, onProgress: () => void): Indexer;
  /** How often it is looked how far the index of another process is; default 250. */
  lookEveryMs?: number;
}

const leaseName = 'index';

const nothingKnown: IndexView = {
  status: { state: 'starting', position: 0, head: 0, excluded: [], unreadableChanges: 0 },
};

/**
 * The indexer of an index that several processes share: one of them follows the log, and leaves a note of
 * how far it is; the others wait for that. Another takes over when it ends, or has not renewed its lease.
 */
export function createSharedIndexer({
  store,
  peers,
  logger,
  create,
  lookEveryMs = 250,
}: Parts): Indexer {
  const alarm = createAlarm();
  let own: Indexer | undefined;
  let view = nothingKnown;
  /** Whether somebody has the lease, and so will come further. */
  let isFollowed = false;
  let head = 0;
  let isStopping = false;
  let looking: Promise<void> | undefined;
  const barrier = createBarrier(
    (position, project) => view.target !== undefined && isReachedBy(view.target, position, project),
  );

  const shift = createShift({
    ...{ peers, logger, name: leaseName },
    begin(lease) {
      const noter = createNoter(lease);
      const indexer = create(lease, () => noter.write(() => indexer.describe()));
      own = indexer;
      // They go on waiting for this one.
      barrier.refuse(new HandedOver());
      indexer.start();
      return {
        async end() {
          own = undefined;
          await indexer.stop();
          await noter.end();
        },
      };
    },
  });
  peers.notices.hear('index reached', alarm.ring);
  peers.notices.hear('index wanted', () => void own?.caughtUp().catch(() => undefined));
  peers.notices.hear('index rebuild', () => {
    own?.rebuild().catch((error: unknown) => logger.error({ err: error }, 'no new index was made'));
  });

  /** Notes are written one after the other, and of many the last. */
  function createNoter(lease: Lease) {
    let wanted: (() => IndexView) | undefined;
    let writing: Promise<void> | undefined;
    async function writeAll(): Promise<void> {
      while (wanted !== undefined) {
        const read = wanted;
        wanted = undefined;
        try {
          await lease.note(JSON.stringify(read()));
          peers.notices.tell('index reached');
        } catch (error) {
          logger.warn({ err: error }, 'other processes could not be told how far the index is');
        }
      }
      writing = undefined;
    }
    return {
      write(read: () => IndexView) {
        wanted = read;
        writing ??= writeAll();
      },
      end: async () => writing,
    };
  }

  async function look(): Promise<void> {
    if (own !== undefined) return;
    head = await store.headPosition();
    const lease = await peers.leases.read(leaseName);
    isFollowed = lease?.isHeld ?? false;
    view = lease === undefined || lease.note === '' ? nothingKnown : JSON.parse(lease.note);
    barrier.release();
    if (isFollowed && view.status.state === 'failing') barrier.refuse(describeFailure());
  }

  async function follow(): Promise<void> {
    while (!isStopping) {
      try {
        await look();
      } catch (error) {
        isFollowed = false;
        logger.warn({ err: error }, 'it is not known how far the index is; trying again');
      }
      await alarm.sleep(lookEveryMs);
    }
  }

  function describeFailure(): IndexUnavailable {
    const why = view.status.lastError?.message ?? 'it failed';
    return new IndexUnavailable(`The index cannot be asked now: ${why}`);
  }

  function describeStop(): IndexUnavailable {
    return new IndexUnavailable('The indexer has been stopped');
  }

  async function waitFor(position: number, signal?: AbortSignal, project?: number): Promise<void> {
    for (;;) {
      if (isStopping) throw describeStop();
      const asked = own;
      try {
        if (asked !== undefined) return await asked.waitFor(position, signal, project);
        const reached = barrier.wait(position, project, signal);
        // Changes may be gathering there: somebody wants them now.
        if (barrier.waiting > 0) peers.notices.tell('index wanted');
        return await reached;
      } catch (error) {
        // Whoever does it now is asked instead.
        const isOver = asked !== undefined && asked !== own && error instanceof IndexUnavailable;
        if (!isOver && !(error instanceof HandedOver)) throw error;
      }
    }
  }

  /** Asks the process that has the index, and waits until there is another. */
  async function rebuildThere(onProgress: (progress: RebuildProgress) => void): Promise<void> {
    const before = view.target?.generation ?? 0;
    peers.notices.tell('index rebuild');
    while (!isStopping && own === undefined) {
      if ((view.target?.generation ?? before) > before) return;
      const { state, rebuild } = view.status;
      if (isFollowed && state === 'failing') throw describeFailure();
      if (rebuild !== undefined) onProgress(rebuild);
      await alarm.sleep(lookEveryMs);
      await look();
    }
    if (isStopping) throw describeStop();
    await own?.rebuild(onProgress);
  }

  function readStatus(): IndexerStatus {
    if (own !== undefined) return own.status();
    if (isStopping) return { ...view.status, state: 'stopped' };
    return { ...view.status, head: Math.max(head, view.status.head) };
  }

  return {
    start() {
      shift.start();
      looking ??= follow();
    },
    async stop() {
      isStopping = true;
      alarm.ring();
      await shift.stop();
      await looking;
      barrier.refuse(describeStop());
    },
    // Another process looks at the log often enough by itself.
    notify: () => own?.notify(),
    waitFor,
    async caughtUp(signal, project) {
      await waitFor(await store.headPosition(), signal, project);
    },
    async rebuild(onProgress = () => undefined) {
      if (isStopping) throw describeStop();
      if (own === undefined) await rebuildThere(onProgress);
      else await own.rebuild(onProgress);
    },
    status: readStatus,
    describe: () => own?.describe() ?? view,
  };
}

/** Who waited for another process waits for this one. */
class HandedOver extends Error {
  override readonly name = 'HandedOver';
}
