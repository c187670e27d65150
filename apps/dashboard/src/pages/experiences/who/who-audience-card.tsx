import { ApiProblem } from '../../../api/problem.ts';
import { namesOf } from '../../../builder/names-of.ts';
import { Note } from '../../../ui/badge.tsx';
import { formatCount, formatNumber, formatShare } from '../../../ui/number-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useBuilderData } from '../../builder-data.ts';
import { ProblemState } from '../../problem-state.tsx';
import { AudienceWaterfall } from '../../segments/audience-waterfall.tsx';
import { SlowAnswer } from '../../slow-answer.tsx';
import { useWhoAudience } from './who-audience.ts';
import { isWhoApplied, type WhoEditor } from './who-editor.ts';
import '../../audience.css';

/** How many are meant by a Who as applied, live, and how that comes about. */
export function WhoAudienceCard({ editor }: { editor: WhoEditor }) {
  const { tree, breakdown, error, missing, question } = useWhoAudience(editor.applied);
  const data = useBuilderData();
  const isApplied = isWhoApplied(editor);
  const isRefused = error instanceof ApiProblem && error.status === 422;
  const isBroken = missing > 0 || tree === undefined || isRefused;
  const count = isBroken ? 0 : breakdown?.nodes[0]?.count;
  return (
    <section className="card audience-card" aria-label="Audience">
      <div className="card-head">
        <h2>Audience</h2>
        {isBroken && <Note tone="bad">Broken</Note>}
        {!isApplied && <Note tone="warning">Not applied</Note>}
        {isApplied && !isBroken && (
          <span className="live-note">
            <span className="live-dot" aria-hidden="true" /> Live
          </span>
        )}
      </div>
      <div aria-live="polite" aria-atomic="true">
        {error && !isRefused && <ProblemState error={error} what="the audience" />}
        {question?.asked.isLoading && <Skeleton height={38} label="Counting" />}
        {count !== undefined && (
          <p className={`audience-number ${isApplied ? '' : 'audience-stale'}`}>
            {formatNumber(count)}
          </p>
        )}
        {breakdown && count !== undefined && (
          <p className="quiet">
            {formatShare(count, breakdown.users)} of {formatCount(breakdown.users, 'user')}
          </p>
        )}
      </div>
      {question && <SlowAnswer {...question} what="the audience" />}
      {breakdown && tree && data && (
        <AudienceWaterfall breakdown={breakdown} tree={tree} names={namesOf(data.catalog)} />
      )}
    </section>
  );
}
