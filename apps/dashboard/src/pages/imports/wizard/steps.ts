import type { ImportBody } from '@muster/protocol';

/** The steps of a draft in their order, as the address names them. */
export const steps = ['format', 'identifier', 'columns', 'options', 'check'] as const;
export type Step = (typeof steps)[number];

export const stepLabels: Readonly<Record<Step, string>> = {
  format: 'Format',
  identifier: 'Identifier',
  columns: 'Columns',
  options: 'Options',
  check: 'Check',
};

/** The step that an address names; undefined for one that there is not. */
export function readStep(text: string | undefined): Step | undefined {
  return steps.find((step) => step === text);
}

/** Where a draft that is opened again goes on. */
export function findStep(draft: Pick<ImportBody, 'validation' | 'identifier'>): Step {
  if (draft.validation !== null) return 'check';
  return draft.identifier === null ? 'format' : 'columns';
}

type Planned = Pick<ImportBody, 'identifier' | 'options'>;

/** Why a draft cannot be checked yet, and the step where that is mended; undefined when it can. */
export function whyNotChecked({
  identifier,
  options,
}: Planned): { reason: string; step: Step } | undefined {
  if (identifier === null) {
    return { reason: 'Choose the column that says who a user is.', step: 'identifier' };
  }
  if (!options.createUsers && !options.updateUsers) {
    return {
      reason: 'With users neither created nor updated, nothing would be imported.',
      step: 'options',
    };
  }
  return undefined;
}
