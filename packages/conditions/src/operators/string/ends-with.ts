import { foldCase } from '../../fold-case.ts';
import type { Example, Operator } from '../../operator.ts';
import { showValue } from '../join-words.ts';
import { parseText } from '../operand.ts';
import { affixSql } from './affix.ts';

/** The text ends with the operand, whatever the letter case. */
export const endsWith: Operator<string> = {
  kinds: ['string'],
  name: 'endsWith',
  labels: { plain: 'ends with' },
  editor: 'string',
  parse: parseText,
  resolve: foldCase,
  normalize: foldCase,
  holds: (value, affix) => (value as string).endsWith(affix),
  toSql: ({ string: column }, affix) => affixSql('endsWith', column, affix),
  describe: showValue,
};

export const examples: readonly Example[] = [
  { value: 'ann@ACME.com', operand: '.COM', expect: true },
  { value: 'ann@acme.com', operand: '.co', expect: false },
  { value: 'om', operand: 'com', expect: false },
  { value: 'a', operand: '', expect: true },
  { value: '', operand: '', expect: true },
  { value: '', operand: 'a', expect: false },
  { operand: '', expect: false },
  { value: 55, operand: '5', expect: false },
  { value: ['ab'], operand: 'b', expect: false },
  { value: 'abc', operand: '%c', expect: false },
  { value: 'abc', operand: '_', expect: false },
  { value: 'abC%', operand: 'c%', expect: true },
  { value: 'x\\', operand: '\\', expect: true },
  { value: "x'", operand: "X'", expect: true },
  { value: 'a\0', operand: '\0', expect: true },
  { value: 'a\0', operand: 'a', expect: false },
  { value: 'a\0B', operand: '\0b', expect: true },
  { value: 'a ', operand: 'a', expect: false },
  { value: 'a\n', operand: 'a', expect: false },
  { value: '300 \u212a', operand: ' K', expect: true },
  { value: '300 k', operand: ' \u212a', expect: true },
  { value: 'Congreſs', operand: 'SS', expect: true },
  { value: 'éa', operand: 'A', expect: true },
  { value: 'CAFÉ', operand: 'fé', expect: true },
  { value: 'cafe\u0301', operand: '\u00e9', expect: false },
  { value: 'cafe\u0301', operand: 'E\u0301', expect: true },
  { value: 'ΟΔΟΣ', operand: 'ος', expect: true },
  { value: 'οδός', operand: 'Σ', expect: true },
  { value: 'Tuİ', operand: 'i', expect: false },
  { value: 'Weiß', operand: 'SS', expect: false },
  { value: 'Weiß', operand: 'ẞ', expect: true },
  { value: 'ПРИВЕТ', operand: 'вет', expect: true },
  { value: 'x𐐀', operand: 'X𐐨', expect: true },
  { value: '👍🏽', operand: '🏽', expect: true },
  { value: '\u0241', operand: 'A', expect: false },
];
