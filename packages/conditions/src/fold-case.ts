import { caseFoldingRanges } from './case-folding-table.ts';
import { type Sql, sql, string } from './sql.ts';

const folded = new Map<string, string>();
for (const [first, last, step, delta] of caseFoldingRanges) {
  for (let code = first; code <= last; code += step) {
    folded.set(String.fromCodePoint(code), String.fromCodePoint(code + delta));
  }
}

const foldedFrom = [...folded.keys()].join('');
const foldedTo = [...folded.values()].join('');

/**
 * The text with every code point replaced by the one that stands for its case: Unicode simple case
 * folding by a table of ours, one code point for one. Not `toLowerCase`, which looks at the context
 * (`Σ` at the end of a word) and makes two code points of one (`İ`).
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let result = '';
  for (const character of text) result += folded.get(character) ?? character;
  return result;
}

/** True when every code point is below 128. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is ASCII too.
  return /^[\x00-\x7f]*$/.test(text);
}

/**
 * True when ignoring the case of ASCII letters alone finds this folded text exactly, whatever the
 * text searched in: it is ASCII and has no letter that stands for a code point beyond ASCII
 * (`k` for the Kelvin sign, `s` for the long s).
 */
export function isFoundByAsciiCase(foldedText: string): boolean {
  return isAscii(foldedText) && !/[ks]/.test(foldedText);
}

/** `foldCase` of a text column in ClickHouse; NULL of NULL. */
export function foldedSql(column: Sql): Sql {
  return sql`translateUTF8(${column}, ${string(foldedFrom)}, ${string(foldedTo)})`;
}
