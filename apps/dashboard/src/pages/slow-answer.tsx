import { hashKey, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { useLate } from '../ui/use-late.ts';
import '../ui/state.css';

interface SlowAnswerProps {
  /** The question, as `useQuery` or `useInfiniteQuery` knows it. */
  asked: {
    isPending: boolean;
    isPlaceholderData: boolean;
    fetchStatus: 'fetching' | 'paused' | 'idle';
    refetch: () => unknown;
  };
  queryKey: QueryKey;
  /** What is asked for: `the users`. */
  what: string;
}

/**
 * A way to give up a question that takes longer than two seconds, which ends it on the server, too; once given
 * up, a way to ask again. Nothing while there is an answer.
 */
export function SlowAnswer(props: SlowAnswerProps) {
  const { isPending, isPlaceholderData } = props.asked;
  if (!isPending && !isPlaceholderData) return null;
  return <Unanswered key={hashKey(props.queryKey)} {...props} />;
}

function Unanswered({ asked, queryKey, what }: SlowAnswerProps) {
  const client = useQueryClient();
  const isLate = useLate(2_000);
  const isStopped = asked.fetchStatus === 'idle';
  // One button for both, so that the focus stays on it.
  return (
    <div className="slow-answer" role="status">
      {(isLate || isStopped) && (
        <>
          <p>
            {isStopped ? 'Stopped' : 'Still'} waiting for {what}.
            {isStopped && asked.isPlaceholderData && ' What is shown is from before.'}
          </p>
          <Button
            look="quiet"
            onClick={() =>
              isStopped
                ? void asked.refetch()
                : void client.cancelQueries({ queryKey, exact: true })
            }
          >
            {isStopped ? 'Ask again' : 'Stop'}
          </Button>
        </>
      )}
    </div>
  );
}
