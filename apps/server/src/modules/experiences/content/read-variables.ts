import type { Variable } from './template.ts';

/** Most variables of one text; further ones stay as they are written. Each may become 700 characters. */
export const maxVariables = 100;

/** `{key}` or `{key | fallback}`, on one line. Bounded, so that no text is slow to read. */
const pattern = /\{([^{}|\n]{1,200})(?:\|([^{}\n]{0,300}))?\}/y;

/** The variable that begins at `start` of the text, and where it ends. */
export function readVariableAt(
  text: string,
  start: number,
): { variable: Variable; end: number } | undefined {
  pattern.lastIndex = start;
  const [whole, key, fallback = ''] = pattern.exec(text) ?? [];
  if (whole === undefined || key === undefined || key.trim() === '') return undefined;
  return { variable: { key: key.trim(), fallback: fallback.trim() }, end: start + whole.length };
}

/** A plain text, e.g. a title, in pieces. `\{` is a brace that begins no variable. */
export function readVariables(text: string): (string | Variable)[] {
  const pieces: (string | Variable)[] = [];
  let plain = '';
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const isEscaped = text.startsWith('\\{', at);
    const found =
      !isEscaped && text[at] === '{' && count < maxVariables && readVariableAt(text, at);
    if (found) {
      pieces.push(plain, found.variable);
      plain = '';
      count += 1;
      at = found.end;
    } else {
      plain += isEscaped ? '{' : text[at];
      at += isEscaped ? 2 : 1;
    }
  }
  pieces.push(plain);
  return pieces.filter((piece) => piece !== '');
}
