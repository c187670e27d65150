import * as z from 'zod';
import { wellFormed } from './well-formed.ts';

// Control characters; a description may have line breaks and tabs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** One line that a person wrote; white space around it is dropped. */
export function lineSchema(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, 'It must not be empty.')
    .max(maxLength, `At most ${maxLength} characters.`)
    .refine(...wellFormed)
    .refine((text) => !control.test(text), 'No control characters or line breaks.');
}

/** Text of any number of lines, possibly none. */
export function paragraphSchema(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength, `At most ${maxLength} characters.`)
    .refine(...wellFormed)
    .refine((text) => !controlButLines.test(text), 'No control characters.');
}
