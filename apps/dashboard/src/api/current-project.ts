import { createContext, useContext } from 'react';
import type { OwnProject } from './session-api.ts';

/** The project of the page, and what the person may do in it. */
export interface CurrentProject extends OwnProject {
  mayEdit: boolean;
  mayAdminister: boolean;
}

const Context = createContext<CurrentProject | null>(null);

/** Gives a project to all pages within. */
export const CurrentProjectProvider = Context.Provider;

/** The project of the page. Only within a page of a project. */
export function useProject(): CurrentProject {
  const project = useContext(Context);
  if (project === null) throw new Error('No project around this component.');
  return project;
}

/** The rights that a role gives. */
export function toCurrentProject(project: OwnProject): CurrentProject {
  return {
    ...project,
    mayEdit: project.role !== 'viewer',
    mayAdminister: project.role === 'admin',
  };
}
