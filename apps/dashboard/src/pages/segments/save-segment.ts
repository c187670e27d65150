import type { SegmentBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { ApiProblem } from '../../api/problem.ts';
import {
  changeSegment,
  createSegment,
  segmentQuery,
  segmentsQuery,
} from '../../api/segments-api.ts';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { changedParts, draftOf, type SegmentEditor, whyNotSaved } from './segment-editor.ts';

/** What is to be done with a save, and how it goes. */
export interface SaveSegment {
  run: () => void;
  isRunning: boolean;
  /** True from the moment the server has it: leaving the page then loses nothing. */
  isSaved: () => boolean;
  /** The segment as somebody else saved it meanwhile. */
  conflict: SegmentBody | undefined;
  forgetConflict: () => void;
}

/** Saves a segment and goes back to the list; what somebody else saved meanwhile is never overwritten. */
export function useSaveSegment(
  id: string | undefined,
  editor: SegmentEditor,
  onSaved: () => void,
): SaveSegment {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const saved = useRef(false);
  const [conflict, setConflict] = useState<SegmentBody>();
  const mutation = useMutation({
    mutationFn: () => {
      const { base, version } = editor;
      const draft = draftOf(editor);
      return id === undefined || version === undefined
        ? createSegment(projectId, { ...draft, name: draft.name.trim() })
        : changeSegment(projectId, id, version, changedParts(draft, base));
    },
    meta: { showsProblem: true },
    onSuccess: async ({ name, audience }) => {
      saved.current = true;
      onSaved();
      const reach = audience === null ? '' : `: ${formatCount(audience, 'user')} in it`;
      toasts.show({ text: `Saved “${name}”${reach}.` });
      await client.invalidateQueries({ queryKey: segmentsQuery(projectId).queryKey });
      await navigate({ to: '/p/$projectId/segments', params: { projectId } });
    },
    onError: async (error) => {
      if (id !== undefined && error instanceof ApiProblem && error.status === 412) {
        const theirs = segmentQuery(projectId, id);
        setConflict(await client.fetchQuery({ ...theirs, staleTime: 0 }));
      } else {
        toasts.show({ text: error.message, tone: 'bad' });
      }
    },
  });
  return {
    run: () => {
      if (whyNotSaved(editor) === undefined && !mutation.isPending) mutation.mutate();
    },
    isRunning: mutation.isPending,
    isSaved: () => saved.current,
    conflict,
    forgetConflict: () => setConflict(undefined),
  };
}
