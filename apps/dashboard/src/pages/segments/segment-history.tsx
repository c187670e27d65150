import { parseTree } from '@muster/conditions';
import type { SegmentBody, SegmentVersionBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { restoreSegment } from '../../api/insights-api.ts';
import { everyone } from '../../api/search-users.ts';
import { segmentQuery, segmentsQuery, segmentVersionsQuery } from '../../api/segments-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';
import { useNames } from '../use-names.ts';
import { describeDifference } from './describe-difference.ts';
import type { SegmentContent } from './segment-editor.ts';
import '../history.css';
import { SegmentDifferences } from './segment-differences.tsx';

/** Every version: who, when, and what was different from the one before. */
export function SegmentHistory({
  segment,
  onRestored,
}: {
  segment: SegmentBody;
  onRestored: (segment: SegmentBody) => void;
}) {
  const { id: projectId, mayEdit } = useProject();
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
            {index > 0 && mayEdit && (
              <RestoreButton
                segmentId={segment.id}
                version={version.version}
                current={versions[0]?.version ?? segment.version}
                onRestored={onRestored}
              />
            )}
            {before === undefined ? (
              <p className="formula">
                Created: {version.formula ?? 'conditions that cannot be read any more'}
              </p>
            ) : (
              <SegmentDifferences
                differences={describeDifference(toPast(before), toPast(version), names)}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface RestoreButtonProps {
  segmentId: string;
  version: number;
  /** The version that is current on this page. */
  current: number;
  onRestored: (segment: SegmentBody) => void;
}

function RestoreButton({ segmentId, version, current, onRestored }: RestoreButtonProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () => restoreSegment(projectId, segmentId, current, version),
    onSuccess: (segment) => {
      client.setQueryData(segmentQuery(projectId, segmentId).queryKey, segment);
      toasts.show({ text: `Version ${version} is current again, as version ${segment.version}.` });
      onRestored(segment);
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: segmentVersionsQuery(projectId, segmentId).queryKey }),
        client.invalidateQueries({ queryKey: segmentsQuery(projectId).queryKey }),
      ]),
  });
  return (
    <Button
      look="quiet"
      className="history-restore"
      icon={<RotateCcw size={14} aria-hidden="true" />}
      busy={restore.isPending}
      onClick={() => restore.mutate()}
    >
      Restore<span className="visually-hidden"> version {version}</span>
    </Button>
  );
}

/** A version to compare; conditions that are no tree any more compare as none. */
function toPast({ name, description, badge, conditions }: SegmentVersionBody): SegmentContent {
  const parsed = parseTree(conditions);
  return { name, description, badge, conditions: parsed.ok ? parsed.value : everyone };
}
