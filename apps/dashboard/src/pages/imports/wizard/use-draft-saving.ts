import type { ImportBody } from '@muster/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { changeImport, importQuery, importsQuery } from '../../../api/imports-api.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { applyChange } from './draft-changes.ts';
import type { DraftForm } from './draft-form.ts';
import { createDraftSaver, type Refusal } from './draft-saver.ts';

/** The draft as it is edited here, saved as one goes. `refusal` is why the last choices are not. */
export function useDraftSaving(saved: ImportBody): DraftForm & { refusal: Refusal | undefined } {
  const { id: projectId } = useProject();
  const { id } = saved;
  const client = useQueryClient();
  const navigate = useNavigate();
  const saver = useMemo(
    () =>
      createDraftSaver({
        send: async (change) => {
          try {
            const draft = await changeImport(projectId, id, change);
            // An answer that is still on its way tells of before.
            await client.cancelQueries({
              queryKey: importQuery(projectId, id).queryKey,
              exact: true,
            });
            return draft;
          } catch (error) {
            // Somebody else has run or deleted it: the page is to show that.
            if (error instanceof ApiProblem && [404, 409].includes(error.status)) {
              void client.invalidateQueries({ queryKey: importQuery(projectId, id).queryKey });
            }
            throw error;
          }
        },
        onSaved: (draft) => {
          client.setQueryData(importQuery(projectId, id).queryKey, draft);
          void client.invalidateQueries({ queryKey: importsQuery(projectId).queryKey });
        },
        later: (run, afterMs) => setTimeout(run, afterMs),
      }),
    [projectId, id, client],
  );
  const { pending, refusal } = useSyncExternalStore(saver.subscribe, saver.state);
  // Whoever leaves the page, or closes it, right after a choice has made it all the same.
  useEffect(() => {
    const flush = () => void saver.flush();
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [saver]);
  const draft = useMemo(() => applyChange(saved, pending), [saved, pending]);
  return {
    draft,
    change: saver.change,
    save: saver.flush,
    errorAt: (path) => refusal?.problem.errors?.find((error) => error.path === path)?.message,
    errorOfColumn: (column) => findColumnError(refusal, column),
    goTo: async (step) => {
      if (!(await saver.flush())) return;
      await navigate({
        to: '/p/$projectId/imports/$importId/{-$step}',
        params: { projectId, importId: id, step },
      });
    },
    refusal,
  };
}

/** Paths count the columns that were sent: `mapping[0].to.key`. */
function findColumnError(refusal: Refusal | undefined, column: number): string | undefined {
  const place = refusal?.change.mapping?.findIndex((one) => one.column === column) ?? -1;
  if (place < 0) return undefined;
  return refusal?.problem.errors?.find(({ path }) => path.startsWith(`mapping[${place}]`))?.message;
}
