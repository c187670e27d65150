import { formatNumber } from '../../ui/number-text.tsx';

interface Size {
  /** A day, `2026-03-29`. */
  date: string;
  count: number;
}

const width = 720;
const height = 180;
const inset = { top: 12, right: 8, bottom: 22, left: 56 };

/** A line of sizes over days, with the table of its numbers for who cannot see it. */
export function SizeChart({ sizes }: { sizes: readonly Size[] }) {
  const days = sizes.map(({ date }) => Date.parse(date));
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? first;
  const top = niceCeiling(Math.max(...sizes.map(({ count }) => count)));
  const x = (day: number) =>
    inset.left + ((day - first) / Math.max(1, last - first)) * (width - inset.left - inset.right);
  const y = (count: number) =>
    height - inset.bottom - (count / top) * (height - inset.top - inset.bottom);
  const points = sizes.map(({ count }, index) => `${x(days[index] ?? first)},${y(count)}`);
  const day = new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} className="size-chart" aria-hidden="true">
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
          points={`${x(first)},${y(0)} ${points.join(' ')} ${x(last)},${y(0)}`}
          className="size-area"
        />
        <polyline points={points.join(' ')} className="size-line" />
      </svg>
      <details>
        <summary className="quiet">The numbers</summary>
        <table className="profile-table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Users</th>
            </tr>
          </thead>
          <tbody>
            {sizes.toReversed().map(({ date, count }) => (
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
