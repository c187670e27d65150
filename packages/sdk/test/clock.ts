/** A clock that stands until it is moved, with timers that run when it passes them. */
export interface Clock {
  now(): number;
  setTimeout(work: () => void, ms: number): void;
  /** Moves on, running what is due in between; what that awaits is awaited. */
  advance(ms: number): Promise<void>;
}

/** Lets everything run that waits for nothing but its turn, or for answers that come at once. */
export async function settle(turns = 1): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function createClock(start = Date.UTC(2026, 0, 1)): Clock {
  let now = start;
  let timers: { at: number; work: () => void }[] = [];
  return {
    now: () => now,
    setTimeout(work, ms) {
      timers.push({ at: now + ms, work });
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.work();
        await settle(3);
      }
      await settle(100);
      now = end;
    },
  };
}
