import type { AnalyticsBody } from '@muster/protocol';
import { formatCount, formatNumber, formatShare } from '../../../ui/number-text.tsx';

/** The four numbers of an experience, each with what it is of. */
export function Totals({ totals }: { totals: AnalyticsBody['totals'] }) {
  const { reached, seen, completed, completedBy, dismissed, dismissedBy } = totals;
  return (
    <dl className="analytics-totals">
      <Total name="Reached" value={reached} note={reached === 1 ? 'person' : 'different people'} />
      <Total name="Seen" value={seen} note={seen === 1 ? 'showing' : 'showings'} />
      <Total name="Completed" value={completed} note={toNote(completedBy, reached)} />
      <Total name="Dismissed" value={dismissed} note={toNote(dismissedBy, reached)} />
    </dl>
  );
}

function toNote(people: number, reached: number): string {
  return `showings, by ${formatCount(people, 'person', 'people')} (${formatShare(people, reached)} of those reached)`;
}

function Total({ name, value, note }: { name: string; value: number; note: string }) {
  return (
    <div className="card">
      <dt className="quiet">{name}</dt>
      <dd className="analytics-total">{formatNumber(value)}</dd>
      <dd className="quiet">{note}</dd>
    </div>
  );
}
