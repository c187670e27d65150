import type { CSSProperties } from 'react';
import { formatNumber, formatShare } from '../../../ui/number-text.tsx';

/** A row of a bar table. */
export interface Bar {
  label: string;
  people: number;
}

interface BarTableProps {
  /** What is counted, for screen readers. */
  caption: string;
  /** The head of the first column. */
  what: string;
  bars: readonly Bar[];
  /** What the shares are of. */
  all: number;
}

/** Counts with their shares, each with a bar behind it: a chart that is a table. */
export function BarTable({ caption, what, bars, all }: BarTableProps) {
  return (
    <table className="bar-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">People</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ label, people }) => (
          <tr key={label} style={{ '--share': all === 0 ? 0 : people / all } as CSSProperties}>
            <th scope="row" className="wrap-anywhere" dir="auto">
              {label}
            </th>
            <td className="number">{formatNumber(people)}</td>
            <td className="number quiet">{formatShare(people, all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
