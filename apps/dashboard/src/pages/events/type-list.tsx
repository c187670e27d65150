import type { Kind } from '@muster/conditions';
import { Note } from '../../ui/badge.tsx';
import { formatShare } from '../../ui/number-text.tsx';
import { toTypeShares } from './type-shares.ts';

interface TypeListProps {
  kinds: readonly { kind: Kind; count: number }[];
  /** Values of more than one type have come. */
  mixed: boolean;
}

/** The types that values have come in, with shares where there are several. */
export function TypeList({ kinds, mixed }: TypeListProps) {
  const shares = toTypeShares(kinds);
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <span className="type-list">
      {shares.map(({ name, count, kind }) => (
        <span key={kind} className="nowrap">
          {name}
          {shares.length > 1 && <span className="quiet"> {formatShare(count, all)}</span>}
        </span>
      ))}
      {mixed && <Note tone="warning">Mixed types</Note>}
      {shares.length === 0 && <span className="quiet">–</span>}
    </span>
  );
}
