import { caseFoldingRanges } from './case-folding-table.ts';
import { type Sql, sql, string } from './sql.ts';

const folded = new Map<string, string>();
/** Of each folded character that others beyond ASCII fold to: itself and those. */
const spellings = new Map<string, string[]>();
for (const [first, last, step, delta] of caseFoldingRanges) {
  for (let code = first; code <= last; code += step) {
    addFolding(String.fromCodePoint(code), String.fromCodePoint(code + delta));
  }
}

function addFolding(from: string, to: string): void {
  folded.set(from, to);
  if (isAscii(from)) return;
  spellings.set(to, [...(spellings.get(to) ?? [to]), from]);
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
 * Every text that folds to this folded one, not counting the case of ASCII letters; undefined when there
 * are more than `limit`. Searching for all of them, ignoring ASCII case alone, is searching for the one
 * in a folded text, and ClickHouse does it several times faster: most texts have one spelling, each `k`
 * (the Kelvin sign) and `s` (the long s) doubles them, as do most letters that are not ASCII.
 */
export function listSpellings(foldedText: string, limit: number): string[] | undefined {
  let texts = [''];
  for (const character of foldedText) {
    const ways = spellings.get(character) ?? [character];
    if (texts.length * ways.length > limit) return undefined;
    texts = texts.flatMap((text) => ways.map((way) => text + way));
  }
  return texts;
}

/** `foldCase` of a text column in ClickHouse; NULL of NULL. */
export function foldedSql(column: Sql): Sql {
  return sql`translateUTF8(${column}, ${string(foldedFrom)}, ${string(foldedTo)})`;
}
