import type { FirstProject } from '../modules/projects/prepare-first-project.ts';

/** What is to be said, once, of a project that was just made; nothing of one that was there. */
export function describeFirst(first: FirstProject | undefined): string[] {
  if (first === undefined) return [];
  const { projectId, generatedKey } = first;
  const key =
    generatedKey === undefined ? 'as set by MUSTER_API_KEY' : `${generatedKey} (shown this once)`;
  return [`Project: ${projectId}`, `API key: ${key}`];
}
