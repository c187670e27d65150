import type { Words } from '../kit/words.ts';
import type { Answer } from '../showing.ts';

/** The controls of one question. */
export interface Field {
  element: HTMLElement;
  /** What is answered now; undefined: nothing. */
  read(): Answer | undefined;
  /** Gives the keyboard to what is to be answered. */
  focus(): void;
}

/** What every field is made with. */
export interface FieldContext {
  words: Words;
  /** A name that nothing else in the shadow root has. */
  name: string;
  /** What was answered before. */
  answer: Answer | undefined;
  /** Attributes that name and describe the controls to a screen reader. */
  labels: Record<string, string | undefined>;
  /** Called when the answer may have changed. */
  onChange(): void;
}
