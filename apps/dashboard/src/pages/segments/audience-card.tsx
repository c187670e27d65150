import type { SegmentBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { breakdownQuery } from '../../api/insights-api.ts';
import { useLiveAudiences } from '../../api/live.ts';
import { Note } from '../../ui/badge.tsx';
import { formatCount, formatNumber, formatShare } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { SlowAnswer } from '../slow-answer.tsx';
import { useNames } from '../use-names.ts';
import { AudienceWaterfall } from './audience-waterfall.tsx';
import { isApplied, isShowingSaved, type SegmentEditor } from './segment-editor.ts';
import '../audience.css';

interface AudienceCardProps {
  editor: SegmentEditor;
  segment: SegmentBody | undefined;
}

/** How many are in it, for the conditions as applied. Live while those are the saved ones. */
export function AudienceCard({ editor, segment }: AudienceCardProps) {
  const { id: projectId } = useProject();
  const { applied } = editor;
  const question = breakdownQuery(projectId, applied);
  const counted = useQuery(question);
  const names = useNames();
  const isSaved = segment !== undefined && isShowingSaved(editor);
  const live = useLiveAudiences(projectId, isSaved ? [segment.id] : []);
  const count = (isSaved ? live[segment.id] : undefined) ?? counted.data?.nodes[0]?.count;
  const state = !isApplied(editor) ? 'stale' : isSaved ? 'live' : 'preview';
  return (
    <section className="card audience-card" aria-label="Audience">
      <div className="card-head">
        <h2>Audience</h2>
        {state === 'stale' && <Note tone="warning">Not applied</Note>}
        {state === 'live' && (
          <span className="live-note">
            <span className="live-dot" aria-hidden="true" /> Live
          </span>
        )}
        {state === 'preview' && <Note tone="accent">Not saved</Note>}
      </div>
      <div aria-live="polite" aria-atomic="true">
        {counted.error && (
          <ProblemState
            error={counted.error}
            what="the audience"
            onRetry={() => void counted.refetch()}
          />
        )}
        {count === undefined && counted.isLoading && <Skeleton height={38} label="Counting" />}
        {count !== undefined && (
          <>
            <p className={`audience-number ${state === 'stale' ? 'audience-stale' : ''}`}>
              {formatNumber(count)}
            </p>
            {counted.data && (
              <p className="quiet">
                {formatShare(count, counted.data.users)} of{' '}
                {formatCount(counted.data.users, 'user')}
              </p>
            )}
          </>
        )}
      </div>
      <SlowAnswer asked={counted} queryKey={question.queryKey} what="the audience" />
      {counted.data && <AudienceWaterfall breakdown={counted.data} tree={applied} names={names} />}
    </section>
  );
}
