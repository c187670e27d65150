import { h } from '../kit/element.ts';
import { focusOn } from '../kit/focus.ts';
import type { Question } from '../shown.ts';
import { endLabels } from './end-labels.ts';
import type { Field, FieldContext } from './field.ts';

type Slider = Extract<Question, { kind: 'slider' }>;

/** A slider. Where it stands before anybody has touched it is no answer. */
export function sliderField(question: Slider, context: FieldContext): Field {
  const { low, high, step } = question;
  const { answer, words } = context;
  let isAnswered = typeof answer === 'number';
  const input = h('input', 'slider', {
    type: 'range',
    min: low,
    max: high,
    step,
    'aria-required': question.required && 'true',
    ...context.labels,
  });
  // Said in any case: what the browser would choose was chosen before it knew the ends.
  input.value = `${typeof answer === 'number' ? answer : (low + high) / 2}`;
  const output = h('output', 'level', { 'aria-hidden': 'true' });
  const paint = () => {
    const share = (input.valueAsNumber - low) / (high - low);
    input.style.setProperty('--share', `${share}`);
    input.className = isAnswered ? 'slider' : 'slider open';
    output.textContent = isAnswered ? input.value : '–';
    input.setAttribute('aria-valuetext', isAnswered ? input.value : words.notAnswered);
  };
  const touch = () => {
    isAnswered = true;
    paint();
    context.onChange();
  };
  input.addEventListener('input', touch);
  // Where it stands may be just what is meant: then nothing moves.
  input.addEventListener('click', touch);
  input.addEventListener('keydown', ({ key }) => {
    if (key === ' ') touch();
  });
  paint();
  return {
    element: h('div', 'range', {}, [output, input, endLabels(question)]),
    read: () => (isAnswered ? input.valueAsNumber : undefined),
    focus: () => focusOn(input),
  };
}
