import { formatNumber } from '../ui/number-text.tsx';
import './day-line.css';

interface Point {
  /** A day, `2026-03-29`. */
  date: string;
  count: number;
}

const width = 720;
const height = 180;
const inset = { top: 12, right: 8, bottom: 22, left: 56 };

interface DayLineProps {
  points: readonly Point[];
  /** What is counted: the head of the column of numbers. */
  what: string;
}

/** A line of numbers over days, with their table for who cannot see it. */
export function DayLine({ points, what }: DayLineProps) {
  const days = points.map(({ date }) => Date.parse(date));
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? first;
  const top = niceCeiling(Math.max(...points.map(({ count }) => count)));
  const x = (day: number) =>
    inset.left + ((day - first) / Math.max(1, last - first)) * (width - inset.left - inset.right);
  const y = (count: number) =>
    height - inset.bottom - (count / top) * (height - inset.top - inset.bottom);
  const places = points.map(({ count }, index) => `${x(days[index] ?? first)},${y(count)}`);
  const day = new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} className="day-line" aria-hidden="true">
        {[0, top / 2, top].map((count) => (
          <g key={count}>
            <line x1={inset.left} x2={width - inset.right} y1={y(count)} y2={y(count)} />
            <text x={inset.left - 8} y={y(count) + 4} textAnchor="end">
              {formatNumber(count)}
            </text>
          </g>
        ))}
        <text x={inset.left} y={height - 4}>
          {day.format(first)}
        </text>
        <text x={width - inset.right} y={height - 4} textAnchor="end">
          {day.format(last)}
        </text>
        <polygon
          points={`${x(first)},${y(0)} ${places.join(' ')} ${x(last)},${y(0)}`}
          className="day-line-area"
        />
        <polyline points={places.join(' ')} className="day-line-stroke" />
      </svg>
      <details>
        <summary className="quiet">The numbers</summary>
        <table className="day-line-table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">{what}</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ date, count }) => (
              <tr key={date}>
                <th scope="row">{date}</th>
                <td>{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** The next 1, 2 or 5 times a power of ten, so that the axis has round numbers. At least 2. */
export function niceCeiling(value: number): number {
  if (value <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((factor) => factor * power).find((one) => one >= value) ?? value;
}
