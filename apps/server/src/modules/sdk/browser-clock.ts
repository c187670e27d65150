import type { Instant } from '@muster/conditions';

/** Clocks that differ by less are taken as equal: the difference is mostly the way here. */
const toleratedMs = 60_000;

/** Instants of a browser's clock as instants of ours. */
export interface BrowserClock {
  arrivedAt: Instant;
  /** Never later than the arrival: nothing was said before it happened. */
  correct(at: number): Instant;
}

/** The clock that showed `sentAt` when it was `arrivedAt` here, or a little earlier. */
export function createBrowserClock(sentAt: number, arrivedAt: Instant): BrowserClock {
  const difference = arrivedAt - sentAt;
  const correction = Math.abs(difference) > toleratedMs ? difference : 0;
  return {
    arrivedAt,
    correct: (at) => Math.min(Math.floor(at + correction), arrivedAt),
  };
}
