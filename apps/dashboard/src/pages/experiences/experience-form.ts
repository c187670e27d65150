import type { ExperienceBody } from '@muster/protocol';
import { createContext, type Dispatch, useContext } from 'react';
import type { ExperienceAction, ExperienceEditor } from './experience-editor.ts';

/** The experience that is open, and the draft that all its tabs share. */
export interface ExperienceForm {
  /** As the server has it. */
  experience: ExperienceBody;
  editor: ExperienceEditor;
  dispatch: Dispatch<ExperienceAction>;
  /** True for a viewer: everything is seen, nothing is changed. */
  readOnly: boolean;
  /** What the server last found wrong at a path of the draft, e.g. `target.where.urls[0].value`. */
  errorAt: (path: string) => string | undefined;
}

const Context = createContext<ExperienceForm | null>(null);

/** Gives the open experience to its tabs. */
export const ExperienceFormProvider = Context.Provider;

/** The experience that is open. Only within its page. */
export function useExperienceForm(): ExperienceForm {
  const form = useContext(Context);
  if (form === null) throw new Error('No experience around this component.');
  return form;
}
