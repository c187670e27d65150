import type { WhoBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { breakdownQuery } from '../../../api/insights-api.ts';
import { useDataChange } from '../../../api/live.ts';
import { everyone } from '../../../api/search-users.ts';
import { segmentsQuery } from '../../../api/segments-api.ts';
import { toTree } from './who-editor.ts';

const recountAfterMs = 1_000;

/** How many a Who means, counted again when users or events change, at most once a second. */
export function useWhoAudience(who: WhoBody) {
  const { id: projectId } = useProject();
  const tree = toTree(who);
  const { data: segments } = useQuery(segmentsQuery(projectId));
  const known = segments && new Set(segments.map(({ id }) => id));
  const ids = who.type === 'segments' ? who.segmentIds : [];
  const missing = known ? ids.filter((id) => !known.has(id)).length : 0;
  const isAsked = tree !== undefined && missing === 0;
  const question = breakdownQuery(projectId, tree ?? everyone);
  const asked = useQuery({ ...question, enabled: isAsked });
  const { data, error, refetch, dataUpdatedAt, isFetching } = asked;
  const changedAt = useDataChange();
  const isOutdated = isAsked && data !== undefined && changedAt > dataUpdatedAt;
  const isDue = isOutdated && !isFetching;
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => void refetch(), recountAfterMs);
    return () => clearTimeout(timer);
  }, [isDue, refetch]);
  return {
    tree,
    breakdown: isAsked ? data : undefined,
    error: isAsked ? error : null,
    missing,
    /** The question, unless it cannot be asked. */
    question: isAsked ? { asked, queryKey: question.queryKey } : undefined,
  };
}
