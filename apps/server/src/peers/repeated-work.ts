import type { Logger } from 'pino';
import { createAlarm } from '../index/alarm.ts';
import type { Job } from './shared-job.ts';

/** Work that is looked for time and again, and at once when it is notified. */
export interface RepeatedWork extends Required<Job> {
  /** Aborts when it is to stop. */
  readonly signal: AbortSignal;
  /** Resolves when what was under way has ended. */
  stop(): Promise<void>;
}

interface Parts {
  /** How long it may be until something is found of which nobody notified it. */
  everyMs: number;
  /** Does what there is to do; a failure is logged, and it is tried again the next time. */
  work: () => Promise<void>;
  logger: Logger;
  /** What the log says of a failure: `old events could not be removed`. */
  failure: string;
}

export function createRepeatedWork({ everyMs, work, logger, failure }: Parts): RepeatedWork {
  const alarm = createAlarm();
  const stopping = new AbortController();
  const { signal } = stopping;
  let looping: Promise<void> | undefined;

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error }, `${failure}; trying again`);
      }
      await alarm.sleep(everyMs);
    }
  }

  return {
    signal,
    start() {
      looping ??= loop();
    },
    notify: alarm.ring,
    async stop() {
      stopping.abort();
      alarm.ring();
      await looping;
    },
  };
}
