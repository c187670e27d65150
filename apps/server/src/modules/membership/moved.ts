import type { Change } from '../../store/store.ts';
import type { Step } from './kept-members.ts';
import type { Transition } from './membership.ts';

/** Of whom something may be different now, as those want to know who are told of persons one by one. */
export interface Moved {
  /** Everybody may have moved: nobody knows who has. */
  isEverybody: boolean;
  /** With the position of the log up to which somebody must have looked to know; infinite where time moved her. */
  numbers: ReadonlyMap<number, number>;
  /** By the number that a user had until now, hers from now on. */
  merges: ReadonlyMap<number, number>;
  /** Users who are no more. */
  erased: ReadonlySet<number>;
}

export const everybodyMoved: Moved = {
  isEverybody: true,
  numbers: new Map(),
  merges: new Map(),
  erased: new Set(),
};

/**
 * What of a step concerns persons; `undefined`: nothing does. Whoever has changed more than once may have entered and
 * left in it, and have been asked about in between: that is no transition. Nor is what an edit of a segment does, which
 * may concern everybody.
 */
export function toMoved(
  transitions: readonly Transition[],
  { logged, isRedefined }: Pick<Step, 'logged' | 'isRedefined'>,
): Moved | undefined {
  const merges = new Map<number, number>();
  const erased = new Set<number>();
  const last = new Map<number, number>();
  const numbers = new Map<number, number>();
  for (const { position, change } of logged) {
    if (change.type === 'merge') merges.set(change.from, change.to);
    if (change.type === 'erase') erased.add(change.number);
    for (const number of numbersOf(change)) {
      if (last.has(number)) numbers.set(number, position);
      last.set(number, position);
    }
  }
  for (const { number, by } of transitions) {
    const position = by === 'time' ? undefined : last.get(number);
    numbers.set(number, position ?? Number.POSITIVE_INFINITY);
  }
  const isNobody = numbers.size === 0 && merges.size === 0 && erased.size === 0;
  if (isNobody && !isRedefined) return undefined;
  return { isEverybody: isRedefined, numbers, merges, erased };
}

/** Each once: what is written in one transaction is seen together. */
function numbersOf(change: Change): Iterable<number> {
  if (change.type === 'profiles') return new Set(change.numbers);
  if (change.type === 'events') return new Set(change.events.map(({ number }) => number));
  return [];
}
