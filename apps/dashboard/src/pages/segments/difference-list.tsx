import type { Difference } from './describe-difference.ts';

const titles: Readonly<Record<Difference['what'], string>> = {
  name: 'Name',
  description: 'Description',
  badge: 'Badge',
  condition: 'Condition',
  logic: 'Logic',
};

/** What was taken away and what was added, one line each. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return <p className="quiet">Nothing that changes who is in it.</p>;
  return (
    <ul className="differences">
      {differences.map(({ what, before, after }) => (
        <li key={`${what} ${before} ${after}`} className="difference">
          <span className="difference-what">{titles[what]}</span>
          <span className="wrap-anywhere">
            {before !== undefined && (
              <del dir="auto">
                <span className="visually-hidden">was </span>
                {before}
              </del>
            )}
            {before !== undefined && after !== undefined && ' → '}
            {after !== undefined && (
              <ins dir="auto">
                <span className="visually-hidden">now </span>
                {after}
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
