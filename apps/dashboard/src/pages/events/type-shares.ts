import type { Kind } from '@muster/conditions';

const names: Record<Kind, string> = {
  string: 'Text',
  number: 'Number',
  boolean: 'Yes/no',
  date: 'Date',
  list: 'List',
};

/** How many values are of a type. */
export interface TypeShare {
  kind: Kind;
  name: string;
  count: number;
}

/**
 * The types that values have come in, most frequent first, each value in one of them: a text that reads
 * as a date, which the catalog counts as both, is a date.
 */
export function toTypeShares(kinds: readonly { kind: Kind; count: number }[]): TypeShare[] {
  const dates = kinds.find(({ kind }) => kind === 'date')?.count ?? 0;
  return kinds
    .map(({ kind, count }) => ({
      kind,
      name: names[kind],
      count: kind === 'string' ? count - dates : count,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
}
