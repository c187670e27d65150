import type { ExperienceBody, ExperienceChange, ExperienceStatus } from '@muster/protocol';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeExperience, experienceQuery, experiencesQuery } from '../../api/experiences-api.ts';
import { ApiProblem } from '../../api/problem.ts';
import { toasts } from '../../ui/toast-store.ts';
import {
  changedParts,
  type ExperienceAction,
  type ExperienceContent,
  type ExperienceEditor,
  toContent,
} from './experience-editor.ts';
import type { SaveFailure } from './save-failure.ts';

/** What is to be done with a save, and how it goes. */
export interface SaveExperience {
  /** Saves the draft; with `live` publishes it as well. */
  run: (status?: 'live') => void;
  /** Pauses at once what is saved; the draft stays as it is. */
  pause: () => void;
  isRunning: boolean;
  /** What the server found wrong. */
  failure: SaveFailure | undefined;
  /** The experience as somebody else saved it meanwhile. */
  conflict: ExperienceBody | undefined;
  forgetConflict: () => void;
}

interface Attempt {
  status?: ExperienceStatus;
  /** What is sent; without it the status alone. */
  content?: ExperienceContent;
}

/** Saves, publishes and pauses an experience; what somebody else saved meanwhile is never overwritten. */
export function useSaveExperience(
  id: string,
  editor: ExperienceEditor,
  dispatch: Dispatch<ExperienceAction>,
): SaveExperience {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [conflict, setConflict] = useState<ExperienceBody>();
  const [failure, setFailure] = useState<SaveFailure>();
  const mutation = useMutation({
    mutationFn: ({ status, content }: Attempt) => {
      const change = {
        ...(content && changedParts(content, editor.base)),
        ...(status && { status }),
      } as ExperienceChange;
      return changeExperience(projectId, id, editor.version, change);
    },
    meta: { showsProblem: true },
    onSuccess: (saved, { status, content = editor.base }) => {
      setFailure(undefined);
      // What was typed while it was on its way stays, as not saved.
      dispatch({
        type: 'rebase',
        from: content,
        theirs: toContent(saved),
        version: saved.version,
      });
      rememberExperience(client, projectId, saved);
      toasts.show({ text: describeSaved(saved, status) });
    },
    onError: async (error, { status, content = editor.base }) => {
      if (error instanceof ApiProblem && error.status === 412) {
        setConflict(await client.fetchQuery({ ...experienceQuery(projectId, id), staleTime: 0 }));
      } else if (error instanceof ApiProblem && error.errors.length > 0) {
        const tried = status === 'live' ? 'publish' : 'save';
        setFailure({ tried, sent: content, errors: error.errors });
      } else {
        toasts.show({ text: error.message, tone: 'bad' });
      }
    },
  });
  const attempt = (what: Attempt) => {
    if (!mutation.isPending) mutation.mutate(what);
  };
  return {
    run: (status) => attempt({ content: editor.draft, ...(status && { status }) }),
    pause: () => attempt({ status: 'paused' }),
    isRunning: mutation.isPending,
    failure,
    conflict,
    forgetConflict: () => setConflict(undefined),
  };
}

/** Puts an experience as the server has just told it in place of what was known. */
export function rememberExperience(
  client: QueryClient,
  projectId: string,
  experience: ExperienceBody,
): void {
  const { queryKey } = experienceQuery(projectId, experience.id);
  client.setQueryData(queryKey, experience);
  void client.invalidateQueries({ queryKey: [...queryKey, 'versions'] });
  void client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey });
}

function describeSaved({ name, status }: ExperienceBody, wanted: ExperienceStatus | undefined) {
  if (wanted === 'live') return `“${name}” is live.`;
  if (wanted === 'paused') return `“${name}” is paused: nobody sees it.`;
  return status === 'live' ? `Saved “${name}”: live at once.` : `Saved “${name}”.`;
}
