import type {
  ExperienceBody,
  ExperienceChange,
  ExperienceSummaryBody,
  ExperienceVersionBody,
  NewExperience,
  PreviewedDraft,
  ShownExperience,
} from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** Every experience of the project, latest changed first. */
export function experiencesQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'experiences'],
    queryFn: ({ signal }) =>
      call<{ experiences: ExperienceSummaryBody[] }>(projectPath(projectId, 'experiences'), {
        signal,
      }),
    select: ({ experiences }) => experiences,
  });
}

/** One experience with all of its content. */
export function experienceQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'experience', id],
    queryFn: ({ signal }) =>
      call<ExperienceBody>(projectPath(projectId, 'experiences', id), { signal }),
  });
}

/** Every version that an experience has had, newest first. */
export function experienceVersionsQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'experience', id, 'versions'],
    queryFn: ({ signal }) =>
      call<{ versions: ExperienceVersionBody[] }>(
        projectPath(projectId, 'experiences', id, 'versions'),
        { signal },
      ),
    select: ({ versions }) => versions,
  });
}

/** Makes a draft. */
export function createExperience(
  projectId: string,
  experience: NewExperience,
): Promise<ExperienceBody> {
  return call(projectPath(projectId, 'experiences'), { method: 'POST', body: experience });
}

/**
 * Changes what is named and leaves the rest. 412 with who and when, if somebody else has changed it since
 * `version`; 422 with paths, if it may not be so, or not be live so.
 */
export function changeExperience(
  projectId: string,
  id: string,
  version: number,
  change: ExperienceChange,
): Promise<ExperienceBody> {
  const path = projectPath(projectId, 'experiences', id);
  return call(path, { method: 'PATCH', body: change, ifMatch: version });
}

/** Makes the content of `version` the current one, whatever the status; `current` as for a change. */
export function restoreExperience(
  projectId: string,
  id: string,
  current: number,
  version: number,
): Promise<ExperienceBody> {
  const path = projectPath(projectId, 'experiences', id, 'restore');
  return call(path, { method: 'POST', body: { version }, ifMatch: current });
}

export function duplicateExperience(projectId: string, id: string): Promise<ExperienceBody> {
  return call(projectPath(projectId, 'experiences', id, 'duplicate'), { method: 'POST' });
}

/** 409 with `usedBy` while conditions name it. */
export function deleteExperience(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'experiences', id), { method: 'DELETE' });
}

/** What a browser would get of a draft, with the values of a user in its variables, or the fallbacks. */
export function previewQuery(projectId: string, draft: PreviewedDraft) {
  return queryOptions({
    queryKey: [projectId, 'preview', draft],
    queryFn: ({ signal }) =>
      call<ShownExperience>(projectPath(projectId, 'experience-preview'), {
        method: 'POST',
        body: draft,
        signal,
      }),
  });
}
