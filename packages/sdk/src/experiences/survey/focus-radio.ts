import { each } from '../../lists.ts';
import { focusOn } from '../kit/focus.ts';

/** Gives the keyboard to the chosen one, or to the first. */
export function focusRadio(inputs: readonly HTMLInputElement[]): void {
  let goal = inputs[0];
  each(inputs, (input) => {
    if (input.checked) goal = input;
  });
  focusOn(goal);
}
