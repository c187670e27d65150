import { useRouter } from '@tanstack/react-router';
import { ProblemState } from '../pages/problem-state.tsx';

/** What stands in place of a page that could not be loaded or drawn. */
export function LoadError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ProblemState error={error} what="this page" onRetry={retry} />;
}
