import {
  categoryOf,
  describeCondition,
  type Evidence,
  type ExplainedCondition,
  type ExplainedGroup,
  type Names,
} from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { type UserRef, whyQuery } from '../../api/users-api.ts';
import { findCategoryIcon } from '../../ui/category-icons.ts';
import { formatCount } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tile } from '../../ui/tile.tsx';
import { ProblemState } from '../problem-state.tsx';
import { useNames } from '../use-names.ts';
import { ValueText } from '../value-text.tsx';

/** The conditions of a segment, each with its verdict about one user and what it rests on. */
export function Why({ user, segmentId }: { user: UserRef; segmentId: string }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(whyQuery(projectId, user, segmentId));
  const names = useNames();
  if (error)
    return <ProblemState error={error} what="the reasons" onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={2} label="Loading the reasons" />;
  if (data.why === null) return null;
  return <WhyGroup group={data.why as ExplainedGroup} names={names} />;
}

/** A group of conditions, each with its verdict. */
export function WhyGroup({ group, names }: { group: ExplainedGroup; names: Names }) {
  const isAll = group.match === 'all';
  const { length } = group.children;
  return (
    <div className={`why-group ${isAll ? 'why-all' : 'why-any'}`}>
      {length > 1 && (
        <p className="why-connector">
          <span className={isAll ? 'word-and' : 'word-or'}>{isAll ? 'AND' : 'OR'}</span>{' '}
          {isAll ? `all of these ${length} must hold` : `any of these ${length} is enough`}
        </p>
      )}
      <ul className="why-list">
        {group.children.map((child, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is explained is never rearranged
          <li key={index}>
            {child.type === 'group' ? (
              <WhyGroup group={child} names={names} />
            ) : (
              <WhyCondition explained={child} names={names} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function WhyCondition({ explained, names }: { explained: ExplainedCondition; names: Names }) {
  const { condition, verdict, evidence } = explained;
  const category = categoryOf(condition);
  const Icon = findCategoryIcon(category.icon);
  const Mark = verdict ? CircleCheck : CircleX;
  return (
    <>
      <div className="why-condition">
        <Mark
          size={15}
          role="img"
          aria-label={verdict ? 'Holds' : 'Does not hold'}
          className={verdict ? 'verdict-in' : 'verdict-not'}
        />
        <Tile hue={category.hue} size={20}>
          <Icon />
        </Tile>
        <span className="why-words wrap-anywhere" dir="auto">
          {describeCondition(condition, names)}
        </span>
        <span className="why-evidence wrap-anywhere" dir="auto">
          <EvidenceText evidence={evidence} />
        </span>
      </div>
      {evidence.type === 'segment' && <WhyGroup group={evidence.group} names={names} />}
    </>
  );
}

function EvidenceText({ evidence }: { evidence: Evidence }) {
  switch (evidence.type) {
    case 'value':
      if (evidence.value === undefined) return 'no value';
      return evidence.instant === undefined ? (
        <ValueText value={evidence.value} />
      ) : (
        <RelativeTime at={new Date(evidence.instant).toISOString()} />
      );
    case 'events': {
      const [newest] = evidence.newest;
      return (
        <>
          {evidence.count === 0 ? 'never' : formatCount(evidence.count, 'time')}
          {newest !== undefined && (
            <>
              , last <RelativeTime at={new Date(newest).toISOString()} />
            </>
          )}
        </>
      );
    }
    case 'membership':
      return evidence.member ? 'yes' : 'no';
    case 'segment':
      return evidence.name;
  }
}
