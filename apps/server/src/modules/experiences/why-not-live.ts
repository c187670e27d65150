import type { ExperienceStepBody, ExperienceType } from '@muster/protocol';
import type { ProblemError } from '../../http/problem.ts';

/** What an experience of this type still lacks before it can be shown; nothing: it can be. */
export function whyNotLive(
  type: ExperienceType,
  steps: readonly ExperienceStepBody[],
): ProblemError[] {
  const errors: ProblemError[] = [];
  if (type === 'survey') {
    if (!steps.some(({ question }) => question)) errors.push(lack('steps', 'question'));
  } else if (!steps.some(hasContent)) errors.push(lack('steps', parts[type]));
  if (type === 'hint') {
    for (const [i, { anchor }] of steps.entries()) {
      if (!anchor) errors.push(lack(`steps[${i}].anchor`, 'anchor'));
    }
  }
  return errors;
}

function hasContent({ title, body, image, question }: ExperienceStepBody): boolean {
  return title !== '' || body !== '' || image !== undefined || question !== undefined;
}

const parts = {
  tour: 'step',
  banner: 'step',
  hint: 'step',
  post: 'step',
  checklist: 'item',
  resourceCenter: 'block',
} as const satisfies Record<Exclude<ExperienceType, 'survey'>, string>;

const messages = {
  question: 'A survey needs a question.',
  anchor: 'A hint needs the element that it belongs to.',
  step: 'It needs a step with a title, a text or an image.',
  item: 'A checklist needs an item with a title or a text.',
  block: 'A resource center needs a block with a title or a text.',
};

function lack(path: string, what: keyof typeof messages): ProblemError {
  return { path, message: messages[what], code: `${what}_missing` };
}
