import { foldCase, foldedSql, isAscii, isFoundByAsciiCase } from '../../fold-case.ts';
import type { Operator } from '../../operator.ts';
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
  holds(value, needles) {
    const text = foldCase(value as string);
    return needles.some((needle) => text.includes(needle));
  },
  toSql({ string: column }, needles) {
    if (needles.includes('')) return sql`isNotNull(${column})`;
    const pieces = [...searchIgnoringAsciiCase(column, needles.filter(isAscii))];
    const others = needles.filter((needle) => !isFoundByAsciiCase(needle));
    if (others.length > 0) {
      // Only a text with more than ASCII in it needs the slow way; and() skips it for the rest.
      const found = joinSql(searchFolded(foldedSql(column), others), ' OR ');
      pieces.push(sql`(NOT isASCII(${column}) AND (${found}))`);
    }
    return sql`(${joinSql(pieces, ' OR ')})`;
  },
  describe: (texts) => joinWords(texts, 'or'),
  examples: [],
};

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
