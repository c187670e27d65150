import { benchSegments } from '../../population/segments.ts';
import type { Counter } from './counter.ts';
import { type Dialect, selectCounts, writePredicates } from './hand-written.ts';

/**
 * Counts by SQL that is written by hand.
 *
 * @param ask gives the one row of an answer, its values in the order of the columns
 */
export function createSqlCounter(
  name: string,
  dialect: Dialect,
  ask: (sql: string) => Promise<readonly unknown[]>,
  close?: () => Promise<void>,
): Counter {
  const written = writePredicates(dialect);
  const predicates = benchSegments.map(({ id }) => {
    const predicate = written[id];
    if (predicate === undefined) throw new Error(`Nobody has written ${id} by hand.`);
    return predicate;
  });
  return {
    name,
    says: predicates.map((_, place) => place),
    async countEach(place) {
      const [count] = await ask(selectCounts(dialect, predicates.slice(place, place + 1)));
      return Number(count);
    },
    async countAll() {
      return (await ask(selectCounts(dialect, predicates))).map(Number);
    },
    ...(close && { close }),
  };
}
