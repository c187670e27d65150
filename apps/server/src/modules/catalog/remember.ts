import { stillLasts } from '../../still-lasts.ts';

/** Answers that may be some seconds old, by key. */
export interface Memory<T> {
  /** The remembered answer, or a new one; callers at one moment share the work. */
  ask(key: string, work: () => Promise<T>): Promise<T>;
  /** The next one who asks has a new answer. */
  forget(key: string): void;
  forgetAll(): void;
}

interface Entry<T> {
  answer: Promise<T>;
  /** Absent while the work is being done. */
  until?: number;
}

const longestMs = 20_000;
/** How many times longer than the work took its answer is good for: at most a tenth of the time is work. */
const restAfterWork = 10;
const maxEntries = 200;

/**
 * An answer is kept for ten times as long as it took, at most 20 s: what is quickly read is always
 * fresh. A failure is not kept.
 */
export function createMemory<T>(now: () => number): Memory<T> {
  const entries = new Map<string, Entry<T>>();

  async function run(entry: Entry<T>, key: string, startedAt: number): Promise<void> {
    try {
      await entry.answer;
      const tookMs = now() - startedAt;
      entry.until = now() + Math.min(longestMs, tookMs * restAfterWork);
    } catch {
      // Whoever asked has the error; the next one asks anew.
      if (entries.get(key) === entry) entries.delete(key);
    }
  }

  return {
    async ask(key, work) {
      const known = entries.get(key);
      const { until = now() + longestMs } = known ?? {};
      if (known && stillLasts(until, longestMs, now())) return known.answer;
      const startedAt = now();
      const entry: Entry<T> = { answer: work() };
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      void run(entry, key, startedAt);
      return entry.answer;
    },
    forget: (key) => void entries.delete(key),
    forgetAll: () => entries.clear(),
  };
}
