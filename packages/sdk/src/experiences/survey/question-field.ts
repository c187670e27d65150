import type { Question } from '../shown.ts';
import { choiceField } from './choice-field.ts';
import type { Field, FieldContext } from './field.ts';
import { scaleField } from './scale-field.ts';
import { sliderField } from './slider-field.ts';
import { textField } from './text-field.ts';

/** The controls for a question. */
export function questionField(question: Question, context: FieldContext): Field {
  switch (question.kind) {
    case 'nps':
    case 'scale':
      return scaleField(question, context);
    case 'slider':
      return sliderField(question, context);
    case 'single':
    case 'multiple':
      return choiceField(question, context);
    case 'text':
      return textField(question, context);
  }
}
