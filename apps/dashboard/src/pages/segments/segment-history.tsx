import { parseTree } from '@muster/conditions';
import type { SegmentBody, SegmentVersionBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { everyone } from '../../api/search-users.ts';
import { segmentVersionsQuery } from '../../api/segments-api.ts';
import { Note } from '../../ui/badge.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { describeDifference } from './describe-difference.ts';
import { DifferenceList } from './difference-list.tsx';
import type { SegmentContent } from './segment-editor.ts';
import { useNames } from './segment-names.ts';

/** Every version: who, when, and what was different from the one before. */
export function SegmentHistory({ segment }: { segment: SegmentBody }) {
  const { id: projectId } = useProject();
  const names = useNames();
  const { data: versions, error, refetch } = useQuery(segmentVersionsQuery(projectId, segment.id));
  if (error)
    return <ProblemState error={error} what="the history" onRetry={() => void refetch()} />;
  if (!versions) return <Skeleton lines={4} label="Loading the history" />;
  return (
    <ol className="history">
      {versions.map((version, index) => {
        const before = versions[index + 1];
        return (
          <li key={version.version} className="history-entry">
            <p>
              <strong>Version {version.version}</strong>{' '}
              {index === 0 && <Note tone="good">Current</Note>}{' '}
              <span className="quiet">
                {version.by}, <RelativeTime at={version.at} />
              </span>
            </p>
            {before === undefined ? (
              <p className="formula">
                Created: {version.formula ?? 'conditions that cannot be read any more'}
              </p>
            ) : (
              <DifferenceList
                differences={describeDifference(toPast(before), toPast(version), names)}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** A version to compare; conditions that are no tree any more compare as none. */
function toPast({ name, description, badge, conditions }: SegmentVersionBody): SegmentContent {
  const parsed = parseTree(conditions);
  return { name, description, badge, conditions: parsed.ok ? parsed.value : everyone };
}
