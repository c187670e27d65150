import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type AnalyticsScope, answersQuery } from '../../../api/analytics-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { nameOf, toUserRef } from '../../../api/users-api.ts';
import { Button } from '../../../ui/button.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { ValueText } from '../../value-text.tsx';
import { useExperienceForm } from '../experience-form.ts';
import { useLiveRefetch } from './use-live-refetch.ts';

/** What people wrote, newest first. */
export function FreeTexts({ stepId, scope }: { stepId: string; scope: AnalyticsScope }) {
  const { id: projectId } = useProject();
  const { experience } = useExperienceForm();
  const list = useInfiniteQuery({
    ...answersQuery(projectId, experience.id, stepId, scope),
    placeholderData: (previous) => previous,
  });
  useLiveRefetch(list.refetch);
  if (list.error) {
    return (
      <ProblemState error={list.error} what="the answers" onRetry={() => void list.refetch()} />
    );
  }
  if (!list.data) return <Skeleton lines={3} label="Loading the answers" />;
  const answers = list.data.pages.flatMap((page) => page.answers);
  if (answers.length === 0) return <p className="quiet">Nobody has written anything.</p>;
  return (
    <>
      <ul className="free-texts" aria-label="Answers">
        {answers.map(({ user, value, at }) => {
          const { id, kind } = toUserRef(user);
          return (
            <li key={`${kind} ${id}`}>
              <p className="free-text wrap-anywhere" dir="auto">
                {value === null ? (
                  <span className="quiet">Nothing</span>
                ) : (
                  <ValueText value={value} />
                )}
              </p>
              <p className="quiet">
                <Link
                  to="/p/$projectId/users/$userId"
                  params={{ projectId, userId: id }}
                  search={kind === 'anonymous' ? { kind } : {}}
                  className="wrap-anywhere"
                >
                  {nameOf(user)}
                </Link>{' '}
                · <RelativeTime at={at} />
              </p>
            </li>
          );
        })}
      </ul>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
