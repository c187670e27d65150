import { Lock } from 'lucide-react';
import { ApiProblem } from '../api/problem.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';

interface ProblemStateProps {
  error: unknown;
  /** What could not be shown: `the segments`. */
  what: string;
  onRetry?: () => void;
}

/** What stands in place of something that the server refused or failed to tell. */
export function ProblemState({ error, what, onRetry }: ProblemStateProps) {
  if (error instanceof ApiProblem && error.status === 403) {
    return (
      <EmptyState icon={<Lock size={20} />} title={`You may not see ${what}`}>
        {error.message} An admin of the project can give you another role.
      </EmptyState>
    );
  }
  if (error instanceof ApiProblem && error.status === 404) {
    return (
      <EmptyState icon={<Lock size={20} />} title="Not found">
        {error.message}
      </EmptyState>
    );
  }
  return (
    <ErrorState
      title={`Could not show ${what}`}
      detail={error instanceof Error ? error.message : String(error)}
      requestId={error instanceof ApiProblem ? error.requestId : undefined}
      onRetry={onRetry}
    />
  );
}
