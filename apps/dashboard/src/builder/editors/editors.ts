import type { Editor } from '@muster/conditions';
import { booleanEditor } from './boolean-editor.tsx';
import { dateEditor } from './date-editor.tsx';
import { numberEditor } from './number-editor.tsx';
import type { OperandEditor } from './operand-editor.ts';
import { rangeEditorOf } from './range-editor.tsx';
import { spanEditor } from './span-editor.tsx';
import { textEditor } from './text-editor.tsx';
import { textsEditor, valuesEditor } from './values-editor.tsx';

/** The editor of each shape that an operator names; a new shape is its file and a line here. */
export const editors: Readonly<Record<Editor, OperandEditor>> = {
  none: { initial: undefined, Component: () => null },
  strings: textsEditor,
  string: textEditor,
  number: numberEditor,
  'number-range': rangeEditorOf(numberEditor),
  boolean: booleanEditor,
  date: dateEditor,
  'date-range': rangeEditorOf(dateEditor),
  span: spanEditor,
  values: valuesEditor,
};
