import type { AnalyticsBody, AnalyticsDayBody } from '@muster/protocol';
import { Suspense } from 'react';
import { lazyPart } from '../../../ui/load-part.ts';
import { formatNumber } from '../../../ui/number-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { chartHeight, daySeries } from './day-series.ts';
import '../../users/profile.css';

const DaysChart = lazyPart(async () => (await import('./days-chart.tsx')).DaysChart);

/** What happened day by day: lines to look at, and the table of their numbers. */
export function DaysCard({ days, timeZone }: Pick<AnalyticsBody, 'days' | 'timeZone'>) {
  return (
    <section className="card" aria-label="Day by day">
      <h2>Day by day</h2>
      <ul className="chart-legend">
        {daySeries.map(({ key, name, colour }) => (
          <li key={key}>
            <span className="chart-key" style={{ background: `var(${colour})` }} />
            {name}
          </li>
        ))}
      </ul>
      <Suspense fallback={<Skeleton height={chartHeight} label="Drawing the chart" />}>
        <DaysChart days={days} />
      </Suspense>
      <details>
        <summary className="quiet">The numbers</summary>
        <DaysTable days={days} />
      </details>
      <p className="quiet">Days of {timeZone}. Reached counts people, the others showings.</p>
    </section>
  );
}

function DaysTable({ days }: { days: readonly AnalyticsDayBody[] }) {
  return (
    <div className="days-table">
      <table className="profile-table">
        <caption className="visually-hidden">Day by day</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {daySeries.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.date}>
              <th scope="row">{day.date}</th>
              {daySeries.map(({ key }) => (
                <td key={key}>{formatNumber(day[key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
