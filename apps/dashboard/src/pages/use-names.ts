import type { Names } from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useProject } from '../api/current-project.ts';
import { experiencesQuery } from '../api/experiences-api.ts';
import { segmentsQuery } from '../api/segments-api.ts';

/** What things are called that conditions name by id. */
export function useNames(): Names {
  const { id: projectId } = useProject();
  const { data: segments } = useQuery(segmentsQuery(projectId));
  const { data: experiences } = useQuery(experiencesQuery(projectId));
  return useMemo(() => {
    const segmentNames = new Map(segments?.map(({ id, name }) => [id, name]));
    const experiencesById = new Map(experiences?.map((experience) => [experience.id, experience]));
    return {
      segment: (id) => segmentNames.get(id),
      experience: (id) => experiencesById.get(id)?.name,
      import: () => undefined,
      step: (experienceId, stepId) =>
        experiencesById.get(experienceId)?.steps.find(({ id }) => id === stepId)?.name,
    };
  }, [segments, experiences]);
}
