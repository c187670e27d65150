import { ApiProblem } from '../../../api/problem.ts';
import { Callout } from '../callout.tsx';

/** Why a draft could not be checked or run: each thing that contradicts. */
export function ActionProblem({ error }: { error: Error }) {
  const errors = error instanceof ApiProblem ? (error.errors ?? []) : [];
  return (
    <Callout tone="bad" title="This cannot be imported so">
      {errors.length === 0 ? (
        <p>{error.message}</p>
      ) : (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="wrap-anywhere">
              {message}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}
