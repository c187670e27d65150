import type { Example, Operator } from '../../operator.ts';
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
  boundaries: (texts) => texts,
  holds: (value, texts) => hasText(texts, value as string),
  toSql({ string: column }, texts) {
    const [first, ...others] = texts;
    return first !== undefined && others.length === 0
      ? sql`${column} = ${string(first)}`
      : sql`${column} IN ${strings(texts)}`;
  },
  describe: (texts) => joinWords(texts, 'or'),
};

export const examples: readonly Example[] = [
  { value: 'Pro', operand: ['Pro'], expect: true },
  { value: 'Pro', operand: ['Team', 'Pro'], expect: true },
  { value: 'Pro', operand: ['Team', 'Free'], expect: false },
  { value: 'pro', operand: ['Pro'], expect: false },
  { value: 'Pro ', operand: ['Pro'], expect: false },
  { value: 'Prop', operand: ['Pro'], expect: false },
  { value: '', operand: [''], expect: true },
  { value: ' ', operand: [''], expect: false },
  { value: 'a', operand: ['', 'a', 'a'], expect: true },
  { operand: [''], expect: false },
  { operand: ['null', 'undefined'], expect: false },
  // Typed, never coerced.
  { value: 5, operand: ['5'], expect: false },
  { value: true, operand: ['true', '1'], expect: false },
  { value: ['a'], operand: ['a', 's:a', '["a"]'], expect: false },
  { value: [], operand: ['', '[]'], expect: false },
  // Nothing is a wildcard or an escape.
  { value: 'abc', operand: ['%', 'a%', 'a_c', '.*', 'a?c'], expect: false },
  { value: 'a%c', operand: ['a%c'], expect: true },
  { value: 'a_c', operand: ['a_c'], expect: true },
  { value: '\\', operand: ['\\'], expect: true },
  { value: '\\', operand: ['\\\\'], expect: false },
  { value: '\n', operand: ['\\n'], expect: false },
  { value: '\\N', operand: ['\\N'], expect: true },
  { value: "it's", operand: ["it's"], expect: true },
  { value: '"`', operand: ['"`', "'; DROP TABLE users; --"], expect: true },
  { value: '{p0:String}', operand: ['{p0:String}'], expect: true },
  { value: 'a\0b', operand: ['a\0b'], expect: true },
  { value: 'a\0b', operand: ['a'], expect: false },
  { value: '\0', operand: ['', '\\0'], expect: false },
  { value: 'a\nb\tc\r', operand: ['a\nb\tc\r'], expect: true },
  // Equal to the eye is not equal.
  { value: '\u00e9', operand: ['e\u0301'], expect: false },
  { value: 'e\u0301', operand: ['e\u0301'], expect: true },
  { value: 'É', operand: ['é'], expect: false },
  { value: 'İ', operand: ['i', 'I', 'ı', 'i\u0307'], expect: false },
  { value: 'ß', operand: ['ss', 'ẞ'], expect: false },
  { value: 'ς', operand: ['σ', 'Σ'], expect: false },
  { value: '\u212a', operand: ['K', 'k'], expect: false },
  { value: 'Привет', operand: ['Привет'], expect: true },
  { value: '👍🏽', operand: ['👍'], expect: false },
  { value: '👍🏽', operand: ['👍🏽'], expect: true },
  // It is still text when it reads as a date.
  { value: '2026-03-29', operand: ['2026-03-29'], expect: true },
  { value: '2026-03-29T00:00:00Z', operand: ['2026-03-29'], expect: false },
];
