import type { ExperienceSummaryBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../../api/current-project.ts';
import { changeExperience, experiencesQuery } from '../../../api/experiences-api.ts';
import { toasts } from '../../../ui/toast-store.ts';

interface StatusChange {
  experience: ExperienceSummaryBody;
  status: 'live' | 'paused';
}

/** Publishes or pauses from the list. A refusal, e.g. of what is not complete, is told with its reason. */
export function useSetStatus() {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ experience: { id, version }, status }: StatusChange) =>
      changeExperience(projectId, id, version, { status }),
    onSuccess: ({ name }, { status }) => {
      toasts.show({
        text: status === 'live' ? `“${name}” is live.` : `“${name}” is paused: nobody sees it.`,
      });
    },
    // Somebody else may have been faster: the list is to say so.
    onSettled: () => client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey }),
  });
}
