import { tagScalar } from '../../index-layout.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Scalar } from '../../profile.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseScalar } from '../operand.ts';
import { hasText, sortTexts } from '../sorted-texts.ts';
import { elementsSql } from './elements-sql.ts';

/** The list has one of the operand’s values; `5` and `"5"` are two. */
export const includesAny: Operator<Scalar[], string[]> = {
  kinds: ['list'],
  name: 'includesAny',
  labels: { plain: 'includes any of', not: 'includes none of' },
  editor: 'values',
  parse: parseListOf(parseScalar),
  resolve: (values) => sortTexts(values.map(tagScalar)),
  boundaries: (values) => values,
  normalize: (value) => (value as Scalar[]).map(tagScalar),
  holds: (value, tags) => (value as string[]).some((element) => hasText(tags, element)),
  toSql: ({ list: column }, tags) => elementsSql('hasAny', column, tags),
  describe: (values) => joinWords(values, 'or'),
};

export const examples: readonly Example[] = [
  { value: ['vip', 'beta'], operand: ['vip'], expect: true },
  { value: ['vip', 'beta'], operand: ['trial', 'beta'], expect: true },
  { value: ['vip', 'beta'], operand: ['trial'], expect: false },
  { value: ['vip', 'vip'], operand: ['vip', 'vip'], expect: true },
  { value: ['VIP'], operand: ['vip'], expect: false },
  { value: ['vips'], operand: ['vip'], expect: false },
  { value: [], operand: [''], expect: false },
  { value: [''], operand: [''], expect: true },
  { operand: [''], expect: false },
  // Elements keep their type.
  { value: [5], operand: [5], expect: true },
  { value: ['5'], operand: [5], expect: false },
  { value: [5], operand: ['5', 'n:5'], expect: false },
  { value: ['n:5'], operand: [5], expect: false },
  { value: [true], operand: [true], expect: true },
  { value: [true], operand: ['true', 1, 'b:true'], expect: false },
  { value: ['true', 0], operand: [true, false], expect: false },
  { value: [-0], operand: [0], expect: true },
  { value: [0], operand: [-0], expect: true },
  { value: [0.1, 1e-7, 9_007_199_254_740_992], operand: [1e-7], expect: true },
  { value: [1, 'a', false], operand: ['b', false], expect: true },
  // A list is not its only element.
  { value: 'vip', operand: ['vip'], expect: false },
  { value: 5, operand: [5], expect: false },
  { value: '["vip"]', operand: ['vip'], expect: false },
  // Nothing is a wildcard or an escape, and no text is missing.
  { value: ['abc'], operand: ['%', 'a%', '_'], expect: false },
  { value: ["it's", '\\', 'a\0b', 'a\nb', '"'], operand: ['\\'], expect: true },
  { value: ["it's", 'a\0b'], operand: ['a\0b'], expect: true },
  { value: ['\\'], operand: ['\\\\'], expect: false },
  { value: ['null', 'NULL'], operand: ['NULL'], expect: true },
  { value: ['\u00e9'], operand: ['e\u0301'], expect: false },
  { value: ['ß', 'Σ', 'İ'], operand: ['İ'], expect: true },
  { value: ['2026-03-29'], operand: ['2026-03-29'], expect: true },
];
