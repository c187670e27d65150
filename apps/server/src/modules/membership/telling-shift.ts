import type { Logger } from 'pino';
import type { Lease } from '../../peers/leases.ts';
import type { Peers } from '../../peers/peers.ts';
import { createShift } from '../../peers/shift.ts';

/** Which of the processes over a store tells webhooks who enters and leaves. */
export interface TellingShift {
  /** Begins to compete for it; returns at once. */
  start(): void;
  /** Whether it is this one, now. */
  isMine(): boolean;
  stop(): Promise<void>;
}

export function createTellingShift(parts: { peers: Peers; logger: Logger }): TellingShift {
  let held: Lease | undefined;
  const shift = createShift({
    ...parts,
    name: 'telling',
    begin(lease) {
      held = lease;
      return {
        async end() {
          held = undefined;
        },
      };
    },
  });
  return {
    start: shift.start,
    isMine: () => held?.lost.aborted === false,
    stop: shift.stop,
  };
}
