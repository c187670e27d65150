import type { ImportBody, ImportChange } from '@muster/protocol';
import { createContext, useContext } from 'react';
import type { Step } from './steps.ts';

/** A draft that is being edited, for the steps of the wizard. */
export interface DraftForm {
  /** As it is with every choice, saved or not. */
  draft: ImportBody;
  change: (part: ImportChange) => void;
  /** True when everything that was chosen is saved. */
  save: () => Promise<boolean>;
  /** What the server has against a setting that it was asked for; `name`, `options.segment.name`. */
  errorAt: (path: string) => string | undefined;
  /** The same for a column, whatever part of its target it is about. */
  errorOfColumn: (column: number) => string | undefined;
  /** Saves, and goes to a step if all is saved. */
  goTo: (step: Step) => Promise<void>;
}

const Context = createContext<DraftForm | null>(null);

/** Gives a draft to the steps within. */
export const DraftFormProvider = Context.Provider;

/** The draft that the step is about. */
export function useDraftForm(): DraftForm {
  const form = useContext(Context);
  if (form === null) throw new Error('No draft around this step.');
  return form;
}
