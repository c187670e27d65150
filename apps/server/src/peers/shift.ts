import type { Logger } from 'pino';
import { createAlarm } from '../index/alarm.ts';
import type { Lease } from './leases.ts';
import type { Peers } from './peers.ts';

/** What one process at a time does, begun anew each time it is this one's turn. */
export interface Shift {
  /** Begins to compete for it; returns at once. */
  start(): void;
  /** Ends what runs, and lets another take over. */
  stop(): Promise<void>;
}

interface Parts {
  peers: Pick<Peers, 'leases'>;
  logger: Logger;
  /** Of the lease. */
  name: string;
  /** Begins the work; it must end when the lease is lost or `end` is called, whichever is first. */
  begin(lease: Lease): { end(): Promise<void> };
}

/** How often who waits for the lease asks for it. */
const askEveryMs = 1_000;

/** Works while this process has the lease. */
export function createShift({ peers, logger, name, begin }: Parts): Shift {
  const alarm = createAlarm();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function takeTurn(lease: Lease): Promise<void> {
    const work = begin(lease);
    const over = AbortSignal.any([stopping.signal, lease.lost]);
    if (!over.aborted) {
      await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
    }
    if (!stopping.signal.aborted) logger.warn({ lease: name }, 'the lease was lost');
    await work.end();
    await lease.release();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const lease = await peers.leases.take(name);
        if (lease !== undefined) await takeTurn(lease);
      } catch (error) {
        logger.warn({ err: error, lease: name }, 'a lease could not be asked for; trying again');
      }
      if (!stopping.signal.aborted) await alarm.sleep(askEveryMs);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      alarm.ring();
      await running;
    },
  };
}
