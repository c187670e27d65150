import './difference-list.css';

/** One thing that differs between two versions, in words. */
export interface ShownDifference {
  /** What it is of: `Name`. */
  what: string;
  before?: string | undefined;
  after?: string | undefined;
}

interface DifferenceListProps {
  differences: readonly ShownDifference[];
  /** Said when there are none. */
  empty: string;
}

/** What was taken away and what was added, one line each. */
export function DifferenceList({ differences, empty }: DifferenceListProps) {
  if (differences.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <ul className="differences">
      {differences.map(({ what, before, after }) => (
        <li key={`${what} ${before} ${after}`} className="difference">
          <span className="difference-what">{what}</span>
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
