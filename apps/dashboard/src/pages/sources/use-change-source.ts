import type { SourceBody, SourceChange } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { changeSource, sourcesQuery } from '../../api/sources-api.ts';

/** Changes a source as it is on the screen; refused when somebody else has changed it since. */
export function useChangeSource(
  source: Pick<SourceBody, 'id' | 'version'>,
  { onSaved, showsProblem = false }: { onSaved?: () => void; showsProblem?: boolean } = {},
) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: SourceChange) => changeSource(projectId, source, change),
    meta: { showsProblem },
    onSuccess: () => onSaved?.(),
    onSettled: () => client.invalidateQueries({ queryKey: sourcesQuery(projectId).queryKey }),
  });
}
