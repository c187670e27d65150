import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { previewQuery } from '../../../api/experiences-api.ts';
import { useExperienceForm } from '../experience-form.ts';
import { stepsToPreview } from './to-previewed.ts';

const afterMs = 300;

/** The draft as a browser would get it, a moment after it was last changed. */
export function usePreview(open: string | undefined, userId: string | undefined) {
  const { experience, editor } = useExperienceForm();
  const { id: projectId } = useProject();
  const { theme, steps } = editor.draft;
  const [draft, setDraft] = useState({ theme, steps });
  useEffect(() => {
    const timer = setTimeout(() => setDraft({ theme, steps }), afterMs);
    return () => clearTimeout(timer);
  }, [theme, steps]);
  const { type } = experience;
  return useQuery({
    ...previewQuery(projectId, {
      type,
      theme: draft.theme,
      // Who sees a block does not matter here, and may not be finished yet.
      steps: stepsToPreview(type, draft.steps, open).map(({ who: _, ...step }) => step),
      ...(userId !== undefined && { userId }),
    }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
}
