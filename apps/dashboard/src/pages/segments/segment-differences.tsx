import { DifferenceList } from '../difference-list.tsx';
import type { Difference } from './describe-difference.ts';

const titles: Readonly<Record<Difference['what'], string>> = {
  name: 'Name',
  description: 'Description',
  badge: 'Badge',
  condition: 'Condition',
  logic: 'Logic',
};

/** What differs between two versions of a segment. */
export function SegmentDifferences({ differences }: { differences: readonly Difference[] }) {
  return (
    <DifferenceList
      differences={differences.map(({ what, ...texts }) => ({ what: titles[what], ...texts }))}
      empty="Nothing that changes who is in it."
    />
  );
}
