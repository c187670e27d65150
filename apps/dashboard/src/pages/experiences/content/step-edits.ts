import type { ExperienceStepBody, ExperienceType } from '@muster/protocol';

type Steps = readonly ExperienceStepBody[];

/** The most that one experience may have. */
export const maxSteps = 50;

/** A step with nothing in it yet but what its type cannot do without. */
export function emptyStep(type: ExperienceType, id: string): ExperienceStepBody {
  return {
    id,
    title: '',
    body: '',
    buttons: [],
    ...(type === 'survey' && { question: { kind: 'nps', required: true } as const }),
    ...(type === 'hint' && {
      anchor: { selector: '', placement: 'auto', missing: 'wait' } as const,
    }),
  };
}

/** The steps with a copy of one behind it, which has an id of its own. */
export function duplicateStep(steps: Steps, id: string, copyId: string): ExperienceStepBody[] {
  return steps.flatMap((step) => (step.id === id ? [step, { ...step, id: copyId }] : [step]));
}

/** The steps without one. */
export function removeStep(steps: Steps, id: string): ExperienceStepBody[] {
  return steps.filter((step) => step.id !== id);
}

/** The steps with one at another place: `to` counts as they are now, before it is taken out. */
export function moveStep(steps: Steps, id: string, to: number): Steps {
  const from = steps.findIndex((step) => step.id === id);
  const step = steps[from];
  if (step === undefined || to < 0 || to > steps.length || to === from || to === from + 1) {
    return steps;
  }
  const rest = removeStep(steps, id);
  return rest.toSpliced(to > from ? to - 1 : to, 0, step);
}

/** One place up (-1) or down (1); the same steps at the end. */
export function nudgeStep(steps: Steps, id: string, by: -1 | 1): Steps {
  const from = steps.findIndex((step) => step.id === id);
  return moveStep(steps, id, by === 1 ? from + 2 : from - 1);
}

/** What a step is called in a list: its title, the first line of its text, or its number. */
export function nameStep({ title, body }: ExperienceStepBody, index: number, part: string): string {
  const [line = ''] = body.split('\n');
  return title.trim() || line.replace(/[*_#>`]/g, '').trim() || `${part} ${index + 1}`;
}
