import { useRouter } from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.ts';
import { ProblemState } from '../pages/problem-state.tsx';

/** What stands in place of a page that could not be loaded or drawn. */
export function LoadError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const retry = () => {
    // Code that this server has no more: the page itself is of an older version.
    if (!(error instanceof ApiProblem)) window.location.reload();
    reset();
    void router.invalidate();
  };
  return <ProblemState error={error} what="this page" onRetry={retry} />;
}
