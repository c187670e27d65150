import { tagScalar } from '../../index-layout.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Scalar } from '../../profile.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseScalar } from '../operand.ts';
import { sortTexts } from '../sorted-texts.ts';
import { elementsSql } from './elements-sql.ts';

/** The list has each of the operand’s values, in any order; `5` and `"5"` are two. */
export const includesAll: Operator<Scalar[], string[]> = {
  kinds: ['list'],
  name: 'includesAll',
  labels: { plain: 'includes all of', joint: 'and' },
  editor: 'values',
  parse: parseListOf(parseScalar),
  resolve: (values) => sortTexts(values.map(tagScalar)),
  boundaries: (values) => values,
  normalize: (value) => new Set((value as Scalar[]).map(tagScalar)),
  holds: (value, tags) => tags.every((tag) => (value as ReadonlySet<string>).has(tag)),
  toSql: ({ list: column }, tags) => elementsSql('hasAll', column, tags),
  describe: (values) => joinWords(values, 'and'),
};

export const examples: readonly Example[] = [
  { value: ['vip', 'beta'], operand: ['vip'], expect: true },
  { value: ['vip', 'beta'], operand: ['beta', 'vip'], expect: true },
  { value: ['vip', 'beta', 'x'], operand: ['vip', 'beta'], expect: true },
  { value: ['vip'], operand: ['vip', 'beta'], expect: false },
  { value: ['vip'], operand: ['vip', 'vip'], expect: true },
  { value: ['vip', 'vip'], operand: ['vip', 'beta'], expect: false },
  { value: ['VIP'], operand: ['vip'], expect: false },
  { value: [], operand: [''], expect: false },
  { value: ['', 'a'], operand: [''], expect: true },
  { operand: [''], expect: false },
  { value: [1, '1', true, 'true'], operand: ['1', true], expect: true },
  { value: ['1', 'true'], operand: ['1', true], expect: false },
  { value: [5], operand: [5, '5'], expect: false },
  { value: [-0], operand: [0, -0], expect: true },
  { value: 'vip', operand: ['vip'], expect: false },
  { value: 5, operand: [5], expect: false },
  { value: ["it's", '\\', 'a\0b', '%'], operand: ['%', 'a\0b', "it's", '\\'], expect: true },
  { value: ['é', 'e\u0301'], operand: ['\u00e9', 'e\u0301'], expect: true },
  { value: ['é'], operand: ['\u00e9', 'e\u0301'], expect: false },
];
