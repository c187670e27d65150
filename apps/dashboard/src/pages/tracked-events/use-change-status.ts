import type { TrackedEventBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { changeTrackedEvent, trackedEventsQuery } from '../../api/tracked-events-api.ts';
import { toasts } from '../../ui/toast-store.ts';

/** Starts or pauses from the list. A refusal is told with its reason. */
export function useChangeStatus() {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, status }: TrackedEventBody) =>
      changeTrackedEvent(projectId, id, version, {
        status: status === 'live' ? 'paused' : 'live',
      }),
    onSuccess: ({ name, status }) => {
      const text = status === 'live' ? 'is live: pages report it.' : 'is paused.';
      toasts.show({ text: `“${name}” ${text}` });
    },
    // Somebody else may have been faster: the list is to say so.
    onSettled: () => client.invalidateQueries({ queryKey: trackedEventsQuery(projectId).queryKey }),
  });
}
