import type { Logger } from 'pino';
import type { Peers } from './peers.ts';
import { createShift } from './shift.ts';

/** Work in the background. One that was stopped is not started again. */
export interface Job {
  /** Begins; returns at once. */
  start(): void;
  /** There may be something to do. */
  notify?(): void;
  stop(): Promise<void>;
}

/** A job that one of the processes over a store does, another one when that has died. */
export interface SharedJob<J extends Job> {
  start(): void;
  /** Says to whoever does it that there may be something to do. */
  notify(): void;
  /** The job, while this process does it. */
  current(): J | undefined;
  stop(): Promise<void>;
}

interface Parts<J> {
  peers: Peers;
  logger: Logger;
  name: string;
  create: () => J;
}

export function createSharedJob<J extends Job>(parts: Parts<J>): SharedJob<J> {
  const { peers, logger, name, create } = parts;
  let current: J | undefined;
  const shift = createShift({
    ...{ peers, logger, name },
    begin() {
      const job = create();
      current = job;
      job.start();
      return {
        async end() {
          if (current === job) current = undefined;
          await job.stop();
        },
      };
    },
  });
  peers.notices.hear(`work: ${name}`, () => current?.notify?.());
  return {
    start: shift.start,
    notify() {
      if (current === undefined) peers.notices.tell(`work: ${name}`);
      else current.notify?.();
    },
    current: () => current,
    stop: shift.stop,
  };
}
