import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { overlapQuery } from '../../api/insights-api.ts';
import { segmentsQuery } from '../../api/segments-api.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { formatCount, formatNumber, formatShare } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { SlowAnswer } from '../slow-answer.tsx';

/** How the saved segment and another one overlap. */
export function SegmentOverlap({ id, name }: { id: string; name: string }) {
  const { id: projectId } = useProject();
  const { data: segments = [] } = useQuery(segmentsQuery(projectId));
  const [otherId, setOtherId] = useState<string | null>(null);
  const others = segments.filter((segment) => segment.id !== id);
  const other = others.find((segment) => segment.id === otherId);
  if (others.length === 0) {
    return <p className="details-text quiet">There is no other segment to compare with yet.</p>;
  }
  return (
    <div className="details-text">
      <p className="overlap-choice">
        Compare with{' '}
        <Combobox
          label="Compare with"
          options={others.map((segment) => ({ value: segment.id, label: segment.name }))}
          value={otherId}
          onChange={setOtherId}
          placeholder="another segment…"
        />
      </p>
      {other && <OverlapResult id={id} name={name} otherId={other.id} otherName={other.name} />}
    </div>
  );
}

interface OverlapResultProps {
  id: string;
  name: string;
  otherId: string;
  otherName: string;
}

function OverlapResult({ id, name, otherId, otherName }: OverlapResultProps) {
  const { id: projectId } = useProject();
  const question = overlapQuery(projectId, id, otherId);
  const asked = useQuery(question);
  const { data, error, isLoading, refetch } = asked;
  if (error)
    return <ProblemState error={error} what="the overlap" onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <>
        <SlowAnswer asked={asked} queryKey={question.queryKey} what="the overlap" />
        {isLoading && <Skeleton lines={3} label="Comparing" />}
      </>
    );
  }
  const { both, onlyFirst, onlySecond } = data;
  const all = both + onlyFirst + onlySecond;
  const rows = [
    { label: `Only ${name}`, count: onlyFirst, look: 'overlap-first' },
    { label: 'Both', count: both, look: 'overlap-both' },
    { label: `Only ${otherName}`, count: onlySecond, look: 'overlap-second' },
  ];
  return (
    <>
      <div className="overlap-bar" aria-hidden="true">
        {rows.map(({ label, count, look }) => (
          <span key={label} className={look} style={{ flexGrow: count }} />
        ))}
      </div>
      <dl className="overlap-list">
        {rows.map(({ label, count, look }) => (
          <div key={label}>
            <dt className="wrap-anywhere">
              <span className={`overlap-key ${look}`} aria-hidden="true" />
              {label}
            </dt>
            <dd>
              {formatNumber(count)} <span className="quiet">{formatShare(count, all)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {formatCount(both, 'user')} of {formatNumber(both + onlyFirst)} in {name} are in {otherName}
        , too.
      </p>
    </>
  );
}
