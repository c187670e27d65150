import type { ExperienceStepBody, ExperienceType } from '@muster/protocol';
import { createContext, useContext } from 'react';

/** The step that is edited. */
export interface EditedStep {
  step: ExperienceStepBody;
  type: ExperienceType;
  readOnly: boolean;
  /** Changes parts of the step; a part that is `undefined` is taken away. */
  change: (
    part: { [Part in keyof ExperienceStepBody]?: ExperienceStepBody[Part] | undefined },
  ) => void;
  /** What the server found wrong at a path within the step, e.g. `buttons[0].url`. */
  errorAt: (path: string) => string | undefined;
}

const Context = createContext<EditedStep | null>(null);

/** Gives the edited step to its fields. */
export const EditedStepProvider = Context.Provider;

/** The step that is edited. Only within its card. */
export function useEditedStep(): EditedStep {
  const step = useContext(Context);
  if (step === null) throw new Error('No step around this component.');
  return step;
}

/** The step with parts changed; what is `undefined` is left out, since the server refuses it. */
export function changeStep(
  step: ExperienceStepBody,
  part: Parameters<EditedStep['change']>[0],
): ExperienceStepBody {
  const changed = Object.entries({ ...step, ...part }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(changed) as ExperienceStepBody;
}
