import type { AnalyticsBody } from '@muster/protocol';
import { BarTable } from './bar-table.tsx';

/** How many people got to each step, and to the end. */
export function StepFunnel({ steps, totals }: Pick<AnalyticsBody, 'steps' | 'totals'>) {
  const bars = [
    ...steps.map(({ title, people }, i) => ({ label: `${i + 1}. ${title}`, people })),
    { label: 'Completed', people: totals.completedBy },
  ];
  const all = Math.max(totals.reached, ...bars.map(({ people }) => people));
  return (
    <section className="card" aria-label="Steps">
      <h2>Steps</h2>
      <p className="quiet">People who got to each, of all that it reached.</p>
      <BarTable caption="People who got to each step" what="Step" bars={bars} all={all} />
    </section>
  );
}
