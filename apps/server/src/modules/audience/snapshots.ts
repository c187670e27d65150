import { HttpProblem } from '../../http/problem.ts';

/** Sorted lists of user numbers that pages are cut from, so that a page stays while data changes. */
export interface Snapshots {
  /** Keeps a list and returns its id. The oldest in use make room for it. */
  keep(question: string, numbers: Uint32Array): string;
  /** The list. Throws a 410 when it is no longer, or never was, held for this question. */
  get(id: string, question: string): Uint32Array;
}

interface Limits {
  /** A list is let go this long after its last use. */
  keepForMs: number;
  /** Numbers in all lists together: 4 bytes each. */
  maxNumbers: number;
}

interface Snapshot {
  question: string;
  numbers: Uint32Array;
  until: number;
}

const defaultLimits: Limits = { keepForMs: 10 * 60_000, maxNumbers: 16_000_000 };

export function createSnapshots(
  now: () => number,
  newId: () => string,
  { keepForMs, maxNumbers }: Limits = defaultLimits,
): Snapshots {
  // In order of last use: the first is the one to let go.
  const snapshots = new Map<string, Snapshot>();
  let held = 0;

  function drop(id: string, snapshot: Snapshot): void {
    snapshots.delete(id);
    held -= snapshot.numbers.length;
  }

  function dropOld(needed: number): void {
    for (const [id, snapshot] of snapshots) {
      if (snapshot.until > now() && held + needed <= maxNumbers) return;
      drop(id, snapshot);
    }
  }

  return {
    keep(question, numbers) {
      dropOld(numbers.length);
      const id = newId();
      snapshots.set(id, { question, numbers, until: now() + keepForMs });
      held += numbers.length;
      return id;
    },

    get(id, question) {
      const snapshot = snapshots.get(id);
      if (snapshot === undefined || snapshot.question !== question || snapshot.until <= now()) {
        if (snapshot !== undefined && snapshot.until <= now()) drop(id, snapshot);
        const detail = 'The sorted list of this cursor is no longer held; begin again without one.';
        throw new HttpProblem(410, 'cursor_expired', detail);
      }
      snapshots.delete(id);
      snapshots.set(id, { ...snapshot, until: now() + keepForMs });
      return snapshot.numbers;
    },
  };
}
