import { foldCase } from '../../fold-case.ts';
import type { Example, Operator } from '../../operator.ts';
import { showValue } from '../join-words.ts';
import { parseText } from '../operand.ts';
import { affixSql } from './affix.ts';

/** The text begins with the operand, whatever the letter case. */
export const startsWith: Operator<string> = {
  kinds: ['string'],
  name: 'startsWith',
  labels: { plain: 'starts with' },
  editor: 'string',
  parse: parseText,
  resolve: foldCase,
  normalize: foldCase,
  holds: (value, affix) => (value as string).startsWith(affix),
  toSql: ({ string: column }, affix) => affixSql('startsWith', column, affix),
  describe: showValue,
};

export const examples: readonly Example[] = [
  { value: 'Hello', operand: 'he', expect: true },
  { value: 'hello', operand: 'HELLO', expect: true },
  { value: 'hello', operand: 'hello!', expect: false },
  { value: 'oh hello', operand: 'hello', expect: false },
  { value: 'a', operand: '', expect: true },
  { value: '', operand: '', expect: true },
  { value: '', operand: 'a', expect: false },
  { operand: '', expect: false },
  { value: 55, operand: '5', expect: false },
  { value: ['ab'], operand: 'a', expect: false },
  { value: 'abc', operand: 'a%', expect: false },
  { value: 'abc', operand: '_', expect: false },
  { value: '%abc', operand: '%A', expect: true },
  { value: '\\n', operand: '\\', expect: true },
  { value: '\n', operand: '\\', expect: false },
  { value: "'x", operand: "'X", expect: true },
  { value: '\0a', operand: '\0', expect: true },
  { value: '\0a', operand: '\0A', expect: true },
  { value: 'a\0', operand: 'a\0', expect: true },
  { value: ' a', operand: 'a', expect: false },
  { value: '\u212aelvin', operand: 'kel', expect: true },
  { value: 'KELVIN', operand: '\u212ael', expect: true },
  { value: 'ſo', operand: 'S', expect: true },
  { value: 'so', operand: 'ſ', expect: true },
  { value: 'aé', operand: 'A', expect: true },
  { value: 'École', operand: 'éC', expect: true },
  { value: 'e\u0301cole', operand: '\u00e9', expect: false },
  { value: 'e\u0301cole', operand: 'e', expect: true },
  { value: 'İzmir', operand: 'i', expect: false },
  { value: 'ızmir', operand: 'I', expect: false },
  { value: 'ẞtraße', operand: 'ß', expect: true },
  { value: 'SSt', operand: 'ß', expect: false },
  { value: 'Σοφός', operand: 'ς', expect: true },
  { value: 'Привет', operand: 'ПРИ', expect: true },
  { value: '𐐀x', operand: '𐐨X', expect: true },
  { value: '👍🏽', operand: '👍', expect: true },
];
