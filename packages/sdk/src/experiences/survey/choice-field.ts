import { append, each } from '../../lists.ts';
import { h } from '../kit/element.ts';
import type { Question } from '../shown.ts';
import type { Field, FieldContext } from './field.ts';
import { focusRadio } from './focus-radio.ts';

type Choice = Extract<Question, { kind: 'single' | 'multiple' }>;

/** Rows of radio buttons, or of check boxes when several may be chosen. */
export function choiceField(question: Choice, context: FieldContext): Field {
  const { answer } = context;
  const isMultiple = question.kind === 'multiple';
  const inputs: HTMLInputElement[] = [];
  const rows: HTMLElement[] = [];
  const group = h('div', 'choices', {
    role: isMultiple ? 'group' : 'radiogroup',
    'aria-required': !isMultiple && question.required && 'true',
    ...context.labels,
  });
  each(question.choices, (choice) => {
    const input = h('input', '', { type: isMultiple ? 'checkbox' : 'radio', name: context.name });
    input.checked = typeof answer === 'object' ? answer.indexOf(choice) >= 0 : answer === choice;
    append(inputs, input);
    append(rows, h('label', '', {}, [input, h('span', '', { dir: 'auto' }, [choice])]));
    group.append(rows[rows.length - 1] as Node);
  });
  const paint = () => {
    each(rows, (row, index) => {
      row.className = inputs[index]?.checked ? 'choice on' : 'choice';
    });
  };
  group.addEventListener('change', () => {
    paint();
    context.onChange();
  });
  paint();
  return {
    element: group,
    read() {
      const chosen: string[] = [];
      each(inputs, (input, index) => {
        if (input.checked) append(chosen, question.choices[index] || '');
      });
      return isMultiple && chosen.length > 0 ? chosen : chosen[0];
    },
    focus: () => focusRadio(inputs),
  };
}
