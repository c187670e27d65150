import { append, each } from '../../lists.ts';
import { h, icon } from '../kit/element.ts';
import { say } from '../kit/words.ts';
import type { Question } from '../shown.ts';
import { endLabels } from './end-labels.ts';
import type { Field, FieldContext } from './field.ts';
import { focusRadio } from './focus-radio.ts';

type Scale = Extract<Question, { kind: 'nps' | 'scale' }>;

const star = 'M12 3.2l2.7 5.6 6.1.8-4.5 4.2 1.1 6.1L12 17l-5.4 2.9 1.1-6.1L3.2 9.6l6.1-.8z';

/** A face for a share of the scale: 0 is sad, 1 is glad. */
function face(share: number): SVGElement {
  const corner = 15 - (share - 0.5) * 2;
  const middle = 15 + (share - 0.5) * 8;
  return icon(
    'M12 3a9 9 0 1 0 .01 0z',
    'M9 9.5v.6M15 9.5v.6',
    `M8 ${corner}Q12 ${middle} 16 ${corner}`,
  );
}

/** Radio buttons in a row: numbers, stars or faces. */
export function scaleField(question: Scale, context: FieldContext): Field {
  const { low, high, look } =
    question.kind === 'nps' ? ({ low: 0, high: 10, look: 'numbers' } as const) : question;
  const radios: HTMLInputElement[] = [];
  const points: HTMLElement[] = [];
  const row = h('div', `scale ${look}`, {});
  row.style.setProperty('--points', `${high - low + 1}`);
  for (let value = low; value <= high; value += 1) {
    const radio = h('input', 'unseen', {
      type: 'radio',
      name: context.name,
      value,
      'aria-label': say(context.words.ofTotal, value, high),
    });
    radio.checked = context.answer === value;
    const sign =
      look === 'numbers'
        ? `${value}`
        : look === 'stars'
          ? icon(star)
          : face((value - low) / (high - low));
    const point = h('label', 'point', {}, [
      radio,
      h('span', '', { 'aria-hidden': 'true' }, [sign]),
    ]);
    append(radios, radio);
    append(points, point);
    row.append(point);
  }
  const read = () => {
    let answer: number | undefined;
    each(radios, (radio) => {
      if (radio.checked) answer = Number(radio.value);
    });
    return answer;
  };
  const paint = () => {
    const answer = read();
    each(points, (point, index) => {
      const isOn =
        answer !== undefined && (look === 'stars' ? low + index <= answer : low + index === answer);
      point.className = isOn ? 'point on' : 'point';
    });
  };
  row.addEventListener('change', () => {
    paint();
    context.onChange();
  });
  paint();
  const group = h(
    'div',
    '',
    { role: 'radiogroup', 'aria-required': question.required && 'true', ...context.labels },
    [row, endLabels(question)],
  );
  return { element: group, read, focus: () => focusRadio(radios) };
}
