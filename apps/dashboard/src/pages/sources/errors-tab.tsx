import type { SourceBody, SourceErrorBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, RotateCw, Trash2 } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import {
  forgetError,
  replayError,
  sourceErrorsQuery,
  sourcesQuery,
} from '../../api/sources-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';

/** What was refused, with what came and why; tried again when the reason is gone. */
export function ErrorsTab({ source }: { source: SourceBody }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(sourceErrorsQuery(projectId, source.id));
  if (error && !data) {
    return <ProblemState error={error} what="the errors" onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton lines={4} height={36} label="Loading the errors" />;
  if (data.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} />} title="Nothing was refused">
        What cannot be read is kept here with the reason. The latest 100 are kept.
      </EmptyState>
    );
  }
  return (
    <ul className="source-errors" aria-label="Errors">
      {data.map((each) => (
        <ErrorEntry key={each.id} error={each} sourceId={source.id} />
      ))}
    </ul>
  );
}

function ErrorEntry({ error, sourceId }: { error: SourceErrorBody; sourceId: string }) {
  const { id: projectId, mayEdit } = useProject();
  const client = useQueryClient();
  const { id, receivedAt, refusals, payload, isCut, canReplay, attempts } = error;
  const settle = () => client.invalidateQueries({ queryKey: sourcesQuery(projectId).queryKey });
  const replay = useMutation({
    mutationFn: () => replayError(projectId, sourceId, id),
    onSuccess: ({ accepted, refusals: left }) => {
      const [first] = left;
      if (first === undefined) toasts.show({ text: 'It was taken.' });
      else if (accepted) toasts.show({ text: `It was taken in part: ${first.message}` });
      else toasts.show({ text: `It was refused again: ${first.message}`, tone: 'bad' });
    },
    onSettled: settle,
  });
  const forget = useMutation({
    mutationFn: () => forgetError(projectId, sourceId, id),
    onSettled: settle,
  });
  return (
    <li className="card source-error">
      <div className="source-error-head">
        <ul>
          {refusals.map((refusal) => (
            <li key={`${refusal.path} ${refusal.code}`} className="wrap-anywhere">
              {refusal.path !== '' && <code>{refusal.path}</code>} {refusal.message}
              {refusal.scope === 'key' && <span className="quiet"> The rest was kept.</span>}
            </li>
          ))}
        </ul>
        <span className="quiet">
          <RelativeTime at={receivedAt} />
          {attempts > 0 && `, tried again ${formatCount(attempts, 'time')}`}
        </span>
      </div>
      <details>
        <summary className="quiet">What came</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className="source-payload" tabIndex={0}>
          {toPretty(payload)}
        </pre>
        {isCut && <p className="quiet">More came than is kept.</p>}
      </details>
      {mayEdit && (
        <div className="source-buttons">
          <Button
            icon={<RotateCw size={15} aria-hidden="true" />}
            disabled={!canReplay}
            title={canReplay ? undefined : 'Too little of it was kept.'}
            busy={replay.isPending}
            onClick={() => replay.mutate()}
          >
            Try again
          </Button>
          <Button
            look="quiet"
            icon={<Trash2 size={15} aria-hidden="true" />}
            busy={forget.isPending}
            onClick={() => forget.mutate()}
          >
            Forget
          </Button>
        </div>
      )}
    </li>
  );
}

/** JSON by lines; what is cut off or was none stays as it came. */
function toPretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    // It is shown as it came.
    return payload;
  }
}
