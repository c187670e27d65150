import type { ImportBody } from '@muster/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { importQuery, importsQuery, importUploadPath } from '../../../api/imports-api.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { upload } from '../../../api/upload.ts';

/** What the upload step shows. */
export type UploadState =
  | { is: 'idle' }
  | { is: 'sending'; file: File; sentBytes: number }
  | { is: 'refused'; reason: string };

/** Sends one file; `onDraft` is told of what the server made of it. Leaving the page stops it. */
export function useUpload(onDraft: (draft: ImportBody) => void) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ is: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function send(file: File): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ is: 'sending', file, sentBytes: 0 });
    try {
      const draft = await upload<ImportBody>(importUploadPath(projectId, file.name), file, {
        signal: controller.signal,
        onProgress: (sentBytes) => {
          if (!controller.signal.aborted) setState({ is: 'sending', file, sentBytes });
        },
      });
      client.setQueryData(importQuery(projectId, draft.id).queryKey, draft);
      void client.invalidateQueries({ queryKey: importsQuery(projectId).queryKey });
      running.current = undefined;
      onDraft(draft);
    } catch (error) {
      if (controller.signal.aborted) return;
      running.current = undefined;
      if (!(error instanceof ApiProblem)) throw error;
      setState({ is: 'refused', reason: describeRefusal(error) });
    }
  }

  return {
    state,
    send,
    refuse: (reason: string) => setState({ is: 'refused', reason }),
    isSending: () => running.current !== undefined,
    cancel: () => {
      running.current?.abort();
      running.current = undefined;
      setState({ is: 'idle' });
    },
  };
}

function describeRefusal(problem: ApiProblem): string {
  if (problem.status !== 0) return problem.message;
  return 'The upload broke off: the server could not be reached, or the file was changed meanwhile.';
}
