import type { Names } from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { catalogQuery } from '../api/catalog-api.ts';
import { useProject } from '../api/current-project.ts';
import { experiencesQuery } from '../api/experiences-api.ts';
import { segmentsQuery } from '../api/segments-api.ts';

/** What things are called that conditions name by id. */
export function useNames(): Names {
  const { id: projectId } = useProject();
  const { data: segments } = useQuery(segmentsQuery(projectId));
  const { data: experiences } = useQuery(experiencesQuery(projectId));
  const { data: catalog } = useQuery(catalogQuery(projectId));
  const imports = catalog?.imports;
  return useMemo(() => {
    const importNames = new Map(imports?.map(({ id, name }) => [id, name]));
    const segmentNames = new Map(segments?.map(({ id, name }) => [id, name]));
    const experiencesById = new Map(experiences?.map((experience) => [experience.id, experience]));
    return {
      segment: (id) => segmentNames.get(id),
      experience: (id) => experiencesById.get(id)?.name,
      import: (id) => importNames.get(id),
      step: (experienceId, stepId) =>
        experiencesById.get(experienceId)?.steps.find(({ id }) => id === stepId)?.name,
    };
  }, [segments, experiences, imports]);
}
