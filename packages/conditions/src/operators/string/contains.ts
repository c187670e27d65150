import { foldCase, foldedSql, isAscii, listSpellings } from '../../fold-case.ts';
import type { Example, Operator } from '../../operator.ts';
import { joinSql, type Sql, sql, strings } from '../../sql.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseText } from '../operand.ts';
import { sortTexts } from '../sorted-texts.ts';

/** The text has one of the operand's texts in it, whatever the letter case. */
export const contains: Operator<string[], string[]> = {
  kinds: ['string'],
  name: 'contains',
  labels: { plain: 'contains any of', not: 'contains none of' },
  editor: 'strings',
  parse: parseListOf(parseText),
  resolve: (texts) => sortTexts(texts.map(foldCase)),
  normalize: foldCase,
  holds: (value, needles) => needles.some((needle) => (value as string).includes(needle)),
  toSql({ string: column }, needles) {
    if (needles.includes('')) return sql`isNotNull(${column})`;
    const share = Math.max(1, Math.floor(maxSpellingsOfAll / needles.length));
    const limit = Math.min(maxSpellings, share);
    const texts = needles.flatMap((needle) => listSpellings(needle, limit) ?? []);
    const others = needles.filter((needle) => listSpellings(needle, limit) === undefined);
    const pieces = searchIgnoringAsciiCase(column, [...texts, ...others.filter(isAscii)]);
    if (others.length > 0) {
      // Only a text with more than ASCII in it needs the slow way; and() skips it for the rest.
      const found = joinSql(searchFolded(foldedSql(column), others), ' OR ');
      pieces.push(sql`(NOT isASCII(${column}) AND (${found}))`);
    }
    return sql`(${joinSql(pieces, ' OR ')})`;
  },
  describe: (texts) => joinWords(texts, 'or'),
};

export const examples: readonly Example[] = [
  { value: 'ann@acme.com', operand: ['@acme.'], expect: true },
  { value: 'ANN@ACME.COM', operand: ['@acme.'], expect: true },
  { value: 'ann@acme.com', operand: ['@ACME.'], expect: true },
  { value: 'ann@acme.com', operand: ['@other.', '@acme.'], expect: true },
  { value: 'ann@acme.com', operand: ['@other.', 'bob'], expect: false },
  { value: 'ab', operand: ['abc'], expect: false },
  { value: 'aab', operand: ['ab'], expect: true },
  { value: 'a', operand: [''], expect: true },
  { value: '', operand: [''], expect: true },
  { value: '', operand: ['a'], expect: false },
  { value: 'x', operand: ['a', '', 'é'], expect: true },
  { operand: [''], expect: false },
  { value: 5, operand: [''], expect: false },
  { value: 55, operand: ['5'], expect: false },
  { value: true, operand: ['t'], expect: false },
  { value: ['abc'], operand: ['b'], expect: false },
  // Nothing is a wildcard or an escape.
  { value: 'abc', operand: ['a%', '%', '_', '.', 'a*', '\\w'], expect: false },
  { value: '100%', operand: ['%'], expect: true },
  { value: 'snake_case', operand: ['_'], expect: true },
  { value: 'a\\b', operand: ['\\'], expect: true },
  { value: 'a\\b', operand: ['\\\\'], expect: false },
  { value: "it's", operand: ["'"], expect: true },
  { value: 'a\0b', operand: ['\0'], expect: true },
  { value: 'a\0B', operand: ['\0b'], expect: true },
  { value: 'a\0b', operand: ['ab'], expect: false },
  { value: 'a\nb', operand: ['\n'], expect: true },
  // Letter case by simple folding, one code point for one.
  { value: 'Mask', operand: ['K'], expect: true },
  { value: '300 \u212a', operand: ['k'], expect: true },
  { value: '300 k', operand: ['\u212a'], expect: true },
  { value: 'Congreſs', operand: ['SS'], expect: true },
  { value: 'congress', operand: ['ſ'], expect: true },
  { value: 'xéſy', operand: ['ÉSY'], expect: true },
  { value: 'ÉCOLE', operand: ['é'], expect: true },
  { value: 'école', operand: ['COLE'], expect: true },
  { value: 'école', operand: ['cool', 'COLE', 'ſ'], expect: true },
  { value: 'E\u0301cole', operand: ['\u00e9'], expect: false },
  { value: 'e\u0301', operand: ['E'], expect: true },
  { value: 'ΣΟΦΟΣ', operand: ['σοφος'], expect: true },
  { value: 'σοφός', operand: ['ΣΟΦΌΣ'], expect: true },
  { value: 'ς', operand: ['Σ'], expect: true },
  { value: 'İstanbul', operand: ['istanbul'], expect: false },
  { value: 'İstanbul', operand: ['İS'], expect: true },
  { value: 'ı', operand: ['I', 'i'], expect: false },
  { value: 'I', operand: ['ı', 'İ'], expect: false },
  { value: 'Straße', operand: ['SS'], expect: false },
  { value: 'Straße', operand: ['ẞ'], expect: true },
  { value: 'STRASSE', operand: ['ß'], expect: false },
  { value: 'ǆ', operand: ['ǅ'], expect: true },
  { value: 'ﬁ', operand: ['fi'], expect: false },
  { value: 'µ', operand: ['Μ'], expect: true },
  { value: 'Å', operand: ['\u212b'], expect: true },
  { value: 'ПРИВЕТ, мир', operand: ['привет, МИР'], expect: true },
  { value: '𐐀', operand: ['𐐨'], expect: true },
  { value: 'Ꭰ', operand: ['ꭰ'], expect: true },
  { value: '👍🏽', operand: ['👍'], expect: true },
  { value: '👩‍👩‍👧', operand: ['👧'], expect: true },
  { value: '日本語', operand: ['本'], expect: true },
  // The bytes of a letter are not a match in the middle of others.
  { value: '\u0101', operand: ['\u0001'], expect: false },
];

/** Most spellings of one needle, and about as many of all, that are faster than folding the column. */
const maxSpellings = 128;
const maxSpellingsOfAll = 1024;

/** ClickHouse refuses a search for more needles at once. */
const maxNeedles = 255;

function searchIgnoringAsciiCase(column: Sql, needles: readonly string[]): Sql[] {
  return chunk(needles).map(
    (some) => sql`multiSearchAnyCaseInsensitive(${column}, ${strings(some)})`,
  );
}

function searchFolded(column: Sql, needles: readonly string[]): Sql[] {
  return chunk(needles).map((some) => sql`multiSearchAny(${column}, ${strings(some)})`);
}

function chunk(needles: readonly string[]): string[][] {
  const count = Math.ceil(needles.length / maxNeedles);
  return Array.from({ length: count }, (_, i) =>
    needles.slice(i * maxNeedles, (i + 1) * maxNeedles),
  );
}
