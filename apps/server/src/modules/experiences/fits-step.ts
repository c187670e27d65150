import { isLongerThan, maxStringLength, type Value } from '@muster/conditions';
import type { ExperienceQuestion, ExperienceStepBody, ExperienceType } from '@muster/protocol';

/**
 * Whether a value can be the answer to a step: to its question, or of an item of a checklist that no
 * event completes whether it is `done` or `open`.
 */
export function fitsStep(
  type: ExperienceType,
  { question, task }: ExperienceStepBody,
  value: Value,
): boolean | 'no question' {
  if (question !== undefined) return fitsQuestion(question, value);
  if (type !== 'checklist' || task?.event !== undefined) return 'no question';
  return value === 'done' || value === 'open';
}

function fitsQuestion(question: ExperienceQuestion, value: Value): boolean {
  switch (question.kind) {
    case 'nps':
      return isWholeWithin(value, 0, 10);
    case 'scale':
      return isWholeWithin(value, question.low, question.high);
    case 'slider':
      return typeof value === 'number' && value >= question.low && value <= question.high;
    case 'single':
      return question.choices.some((choice) => choice === value);
    case 'multiple':
      return isChosen(value, question.choices) && (value.length > 0 || !question.required);
    case 'text':
      if (typeof value !== 'string' || isLongerThan(value, maxStringLength)) return false;
      return value !== '' || !question.required;
  }
}

function isWholeWithin(value: Value, low: number, high: number): boolean {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}

/** Some of the choices, each once. */
function isChosen(value: Value, choices: readonly string[]): value is string[] {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return false;
  return value.every((each) => choices.some((choice) => choice === each));
}
