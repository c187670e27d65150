import type { Names } from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useProject } from '../../api/current-project.ts';
import { segmentsQuery } from '../../api/segments-api.ts';

/** What things are called that conditions name by id. */
export function useNames(): Names {
  const { id: projectId } = useProject();
  const { data: segments } = useQuery(segmentsQuery(projectId));
  return useMemo(() => {
    const segmentNames = new Map(segments?.map(({ id, name }) => [id, name]));
    return {
      segment: (id) => segmentNames.get(id),
      experience: () => undefined,
      import: () => undefined,
    };
  }, [segments]);
}
