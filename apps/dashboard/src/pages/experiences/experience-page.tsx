import type { ExperienceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { Suspense, useReducer } from 'react';
import { useProject } from '../../api/current-project.ts';
import { experienceQuery } from '../../api/experiences-api.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { LeaveGuard } from '../leave-guard.tsx';
import { ProblemState } from '../problem-state.tsx';
import { ExperienceConflictDialog } from './experience-conflict-dialog.tsx';
import { isDirty, openEditor, reduceExperience, whyNotSaved } from './experience-editor.ts';
import { ExperienceFormProvider } from './experience-form.ts';
import { ExperienceHeader } from './experience-header.tsx';
import { FailureCard } from './failure-card.tsx';
import { errorAt } from './save-failure.ts';
import { useSaveExperience } from './use-save-experience.ts';
import { useSaveKey } from './use-save-key.ts';
import './experience-page.css';

/** An experience: its head, and below it the tab that the address names. */
export function ExperiencePage() {
  const { id: projectId } = useProject();
  const { experienceId } = useParams({ from: '/p/$projectId/experiences/$experienceId' });
  const { data, error, refetch } = useQuery({
    ...experienceQuery(projectId, experienceId),
    // What somebody else saves meanwhile is found when this one saves; it must not change what is edited.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useTitle(data?.name ?? 'Experience');
  if (error)
    return <ProblemState error={error} what="the experience" onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the experience" />;
  return <ExperienceForm key={data.id} experience={data} />;
}

/** All tabs edit one draft, which nothing but Save and Publish make true. */
function ExperienceForm({ experience }: { experience: ExperienceBody }) {
  const { id: projectId, mayEdit } = useProject();
  const [editor, dispatch] = useReducer(reduceExperience, experience, openEditor);
  const save = useSaveExperience(experience.id, editor, dispatch);
  useSaveKey(() => {
    if (mayEdit && isDirty(editor) && whyNotSaved(editor) === undefined) save.run();
  });
  const form = {
    experience,
    editor,
    dispatch,
    readOnly: !mayEdit,
    errorAt: (path: string) => errorAt(save.failure, editor.draft, path),
  };
  return (
    <ExperienceFormProvider value={form}>
      <ExperienceHeader save={save} />
      <div className="experience-body">
        {save.failure && <FailureCard failure={save.failure} />}
        <Suspense fallback={<Loading label="Loading the tab" />}>
          <Outlet />
        </Suspense>
      </div>
      {save.conflict && (
        <ExperienceConflictDialog conflict={save.conflict} onClose={save.forgetConflict} />
      )}
      <LeaveGuard
        within={`/p/${projectId}/experiences/${experience.id}`}
        isDirty={() => mayEdit && isDirty(editor)}
      />
    </ExperienceFormProvider>
  );
}

function Loading({ label }: { label: string }) {
  return (
    <div className="page">
      <Skeleton lines={8} height={28} label={label} />
    </div>
  );
}
