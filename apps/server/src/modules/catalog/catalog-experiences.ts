import type { Kind } from '@muster/conditions';
import type { CatalogBody, ExperienceQuestion } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import { nameStep } from '../experiences/step-names.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** What conditions can ask about experiences: in order of name, with the steps that people answer. */
export function toCatalogExperiences(rows: readonly ExperienceRow[]): CatalogBody['experiences'] {
  return [...rows]
    .sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
    .map(({ id, name, steps }) => ({
      id,
      name,
      steps: steps.flatMap((step, index) => {
        const { question } = step;
        if (!question) return [];
        const choices = 'choices' in question ? { choices: question.choices } : {};
        const kind = answerKinds[question.kind];
        return [{ id: step.id, name: nameStep(step, index), kind, ...choices }];
      }),
    }));
}

/** What an answer to each kind of question is. */
const answerKinds: Record<ExperienceQuestion['kind'], Kind> = {
  nps: 'number',
  scale: 'number',
  slider: 'number',
  single: 'string',
  text: 'string',
  multiple: 'list',
};
