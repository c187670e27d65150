import { useMutation, useQueryClient } from '@tanstack/react-query';
import { catalogQuery } from '../../api/catalog-api.ts';
import { useProject } from '../../api/current-project.ts';
import { actOnImport, importQuery, importsQuery } from '../../api/imports-api.ts';
import { segmentsQuery } from '../../api/segments-api.ts';

type Action = Parameters<typeof actOnImport>[2];

/**
 * Begins or ends something about an import, and has everything asked again that shows it. A refusal is
 * told in a toast, unless whoever calls shows it.
 */
export function useImportAction(id: string, { showsProblem = false } = {}) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useMutation({
    meta: { showsProblem },
    mutationFn: (action: Action) => actOnImport(projectId, id, action),
    onSuccess: async (body) => {
      const { queryKey } = importQuery(projectId, id);
      // An answer that is still on its way tells of before.
      await client.cancelQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, body);
    },
    // After a refusal, too: somebody else was faster, or the import was.
    onSettled: () => {
      const keys = [
        importQuery(projectId, id).queryKey,
        importsQuery(projectId).queryKey,
        segmentsQuery(projectId).queryKey,
        catalogQuery(projectId).queryKey,
      ];
      return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}
