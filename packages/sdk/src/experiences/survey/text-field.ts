import { h } from '../kit/element.ts';
import { focusOn } from '../kit/focus.ts';
import type { Question } from '../shown.ts';
import { countCharacters, longestText } from './answers.ts';
import type { Field, FieldContext } from './field.ts';

type Text = Extract<Question, { kind: 'text' }>;

/** Room for a long text, with how much of it is used. */
export function textField(question: Text, context: FieldContext): Field {
  const area = h('textarea', 'text', {
    rows: 4,
    dir: 'auto',
    placeholder: question.placeholder,
    'aria-required': question.required && 'true',
    ...context.labels,
  });
  area.value = typeof context.answer === 'string' ? context.answer : '';
  const counter = h('div', 'counter', { 'aria-hidden': 'true' });
  const read = () => area.value.trim() || undefined;
  const paint = () => {
    const count = countCharacters(area.value.trim());
    counter.textContent = `${count} / ${longestText}`;
    counter.className = count > longestText ? 'counter over' : 'counter';
  };
  area.addEventListener('input', () => {
    paint();
    context.onChange();
  });
  paint();
  return { element: h('div', '', {}, [area, counter]), read, focus: () => focusOn(area) };
}
