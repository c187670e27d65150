import { each } from '../../lists.ts';
import { say, type Words } from '../kit/words.ts';
import type { Answer } from '../showing.ts';
import type { Question } from '../shown.ts';

/** The longest text, in code points: what the server takes. */
export const longestText = 700;

/** The code points of a text: 🎉 is one, though JavaScript counts two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i) || 0;
    if (code > 0xffff) i += 1;
    count += 1;
  }
  return count;
}

/** What is wrong with an answer, in a sentence to its author; undefined when she may go on. */
export function refuseAnswer(
  question: Question,
  answer: Answer | undefined,
  words: Words,
): string | undefined {
  if (answer === undefined) {
    if (!question.required) return undefined;
    return question.kind === 'text' ? words.writeAnswer : words.chooseAnswer;
  }
  if (question.kind !== 'text') return undefined;
  const over = countCharacters(`${answer}`) - longestText;
  return over > 0 ? say(words.tooLong, over) : undefined;
}

/** Whether two answers say the same. */
export function isSameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  let isSame = a.length === b.length;
  each(a, (text, index) => {
    if (text !== b[index]) isSame = false;
  });
  return isSame;
}

/** The answer that says nothing, of a question whose answer can be cleared. */
export function emptyAnswer({ kind }: Question): Answer | undefined {
  return kind === 'text' ? '' : kind === 'multiple' ? [] : undefined;
}
