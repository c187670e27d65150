import { h } from '../kit/element.ts';
import { plainText } from '../kit/step-parts.ts';
import type { Words } from '../kit/words.ts';
import type { Answer } from '../showing.ts';
import type { Question, ShownStep } from '../shown.ts';
import { refuseAnswer } from './answers.ts';
import { questionField } from './question-field.ts';

/** A question with its controls and what is wrong with the answer. */
export interface QuestionBlock {
  element: HTMLElement;
  read(): Answer | undefined;
  focus(): void;
  /** False, and says why, when the answer is missing or too long. */
  check(): boolean;
}

interface BlockOptions {
  step: ShownStep;
  question: Question;
  answer: Answer | undefined;
  words: Words;
  /** Enter was pressed, or Ctrl and Enter in a text. */
  onEnter(): void;
}

let count = 0;

/** `title` names the question to a screen reader; without one its body does. */
export function questionBlock(options: BlockOptions, title: Element | undefined): QuestionBlock {
  const { step, question, answer, words, onEnter } = options;
  if (title) title.id = 'title';
  // Chromium passes over radio buttons when it has just met others of their name, though those are gone.
  count += 1;
  const error = h('p', 'error', { role: 'alert', id: 'error' });
  const note = question.required ? undefined : h('p', 'note', { id: 'note' }, [words.optional]);
  const field = questionField(question, {
    words,
    name: `answer${count}`,
    answer,
    labels: {
      'aria-labelledby': title && 'title',
      'aria-label': title ? undefined : plainText(step.body).trim() || words.question,
      'aria-describedby': note ? 'ends note error' : 'ends error',
    },
    onChange() {
      // What was wrong is looked at again at once, not only at the next try.
      if (error.textContent) check();
    },
  });
  const check = () => {
    const refusal = refuseAnswer(question, field.read(), words) || '';
    if (error.textContent !== refusal) error.textContent = refusal;
    return !refusal;
  };
  const element = h('div', 'question', {}, [note, field.element, error]);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    if (question.kind === 'text' && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    onEnter();
  });
  return { element, read: field.read, focus: field.focus, check };
}
