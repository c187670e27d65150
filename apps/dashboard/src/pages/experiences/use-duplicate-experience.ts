import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { duplicateExperience, experiencesQuery } from '../../api/experiences-api.ts';
import { toasts } from '../../ui/toast-store.ts';

/** Makes an independent copy of an experience by its id, a draft, and opens it. */
export function useDuplicateExperience() {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (id: string) => duplicateExperience(projectId, id),
    onSuccess: async (copy) => {
      await client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey });
      toasts.show({ text: `This is “${copy.name}”, an independent copy and a draft.` });
      await navigate({
        to: '/p/$projectId/experiences/$experienceId',
        params: { projectId, experienceId: copy.id },
      });
    },
  });
}
