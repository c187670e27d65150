import { type Bitset, countBits, firstBits, lastBit, withoutBits } from '../membership/bitset.ts';
import type { NumberRange } from './audience-sql.ts';
import type { Compared, MatchPage } from './plan-questions.ts';

// What `ask-plans` asks the index, of members that are known.

export function pageOfFound(
  matching: Bitset,
  everybody: Bitset,
  range: NumberRange,
  limit: number,
): MatchPage {
  return {
    count: countBits(matching),
    last: lastBit(everybody),
    numbers: firstBits(matching, limit, range),
  };
}

export function compareFound(before: Bitset, after: Bitset, samples: number): Compared {
  const pick = (one: Bitset, other: Bitset) => {
    const only = withoutBits(one, other);
    const numbers = firstBits(only, samples, { after: 0, upTo: Number.POSITIVE_INFINITY });
    return { count: countBits(only), numbers };
  };
  return {
    before: countBits(before),
    after: countBits(after),
    enter: pick(after, before),
    leave: pick(before, after),
  };
}
