import type { Operator } from '../../operator.ts';
import { sql, string, strings } from '../../sql.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseText } from '../operand.ts';
import { hasText, sortTexts } from '../sorted-texts.ts';

/** The text equals one of the operand's, code point by code point: letter case and form matter. */
export const is: Operator<string[], string[]> = {
  kinds: ['string'],
  name: 'is',
  labels: { plain: 'is any of', not: 'is none of' },
  editor: 'strings',
  parse: parseListOf(parseText),
  resolve: sortTexts,
  holds: (value, texts) => hasText(texts, value as string),
  toSql({ string: column }, texts) {
    const [first, ...others] = texts;
    return first !== undefined && others.length === 0
      ? sql`${column} = ${string(first)}`
      : sql`${column} IN ${strings(texts)}`;
  },
  describe: (texts) => joinWords(texts, 'or'),
  examples: [],
};
