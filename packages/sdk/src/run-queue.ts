import { append } from './lists.ts';

/** A slice of work; the browser answers people in between, also where it is four times slower. */
const sliceMs = 5;
/** The last instant of the language. */
const endOfTime = Number.POSITIVE_INFINITY;

/**
 * Performs items in order, at once as long as they are few, otherwise in slices.
 *
 * @param perform never throws
 */
export function createRunQueue<Item>(
  now: () => number,
  later: (work: () => void, ms: number) => unknown,
  perform: (item: Item) => void,
) {
  let waiting: Item[] = [];
  let next = 0;
  let isRunning = false;
  /** Set while the slice of the present task is measured. */
  let endsAt = 0;

  const run = () => {
    if (isRunning) return;
    isRunning = true;
    while (next < waiting.length && now() < endsAt) {
      next += 1;
      perform(waiting[next - 1] as Item);
    }
    isRunning = false;
  };
  const beginSlice = () => {
    endsAt = now() + sliceMs;
    later(() => {
      endsAt = 0;
      if (next < waiting.length) beginSlice();
      else {
        waiting = [];
        next = 0;
      }
      run();
    }, 0);
  };

  return {
    add(item: Item) {
      append(waiting, item);
      if (!endsAt) beginSlice();
      run();
    },
    /** Performs nothing more in this task. */
    rest() {
      beginSlice();
      endsAt = 1;
    },
    /** Performs all that waits, as the page ends. */
    finish() {
      endsAt = endOfTime;
      run();
      endsAt = 0;
    },
  };
}
