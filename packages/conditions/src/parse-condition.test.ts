import { expect, test } from 'vitest';
import { is, segment } from '../test/build-tree.ts';
import { parseTree } from './parse-tree.ts';

/** One wrong thing each: where it is said to be, and a word of what is said. */
const refused: [unknown, path: (string | number)[], code: string, word: string][] = [
  [
    {
      type: 'attribute',
      source: 'custom',
      key: 'a',
      kind: 'string',
      operator: 'is',
      value: ['x'],
      foo: 1,
    },
    ['foo'],
    'unknown_field',
    '"foo"',
  ],
  [
    JSON.parse('{"type":"segment","segmentId":"s","__proto__":{"not":true}}'),
    ['__proto__'],
    'unknown_field',
    '__proto__',
  ],
  [{ type: 'nothing' }, ['type'], 'unknown_type', '"nothing"'],
  [{}, ['type'], 'unknown_type', 'an object'],
  [{ type: 'toString' }, ['type'], 'unknown_type', 'group, attribute, event'],
  [null, ['type'], 'unknown_type', 'null'],
  ['x', ['type'], 'unknown_type', '"x"'],
  [[segment('s')], ['type'], 'unknown_type', 'a list'],
  [{ ...is('a', 'x'), source: 'traits' }, ['source'], 'unknown_choice', 'native, custom or trait'],
  [{ ...is('a', 'x'), key: '' }, ['key'], 'key_empty', 'empty'],
  [{ ...is('a', 'x'), key: 'k'.repeat(201) }, ['key'], 'key_too_long', '200'],
  [{ ...is('a', 'x'), key: '\ud800' }, ['key'], 'not_well_formed', 'surrogate'],
  [{ ...is('a', 'x'), key: 5 }, ['key'], 'unsupported_type', 'string'],
  [{ ...is('a', 'x'), kind: 'text' }, ['kind'], 'unknown_choice', 'string, number'],
  [{ ...is('a', 'x'), operator: 'matches' }, ['operator'], 'unknown_operator', 'startsWith'],
  [{ ...is('a', 'x'), operator: 'gt' }, ['operator'], 'unknown_operator', '"gt"'],
  [{ ...is('a', 'x'), operator: 'constructor' }, ['operator'], 'unknown_operator', '"constructor"'],
  [{ ...is('a', 'x'), value: [] }, ['value'], 'operand_empty', 'at least one'],
  [{ ...is('a', 'x'), value: 'x' }, ['value'], 'operand_type', 'list'],
  [{ ...is('a', 'x'), value: ['x', 5] }, ['value', 1], 'operand_type', 'text'],
  [{ ...is('a'), operator: 'empty', value: null }, ['value'], 'operand_unexpected', 'no value'],
  [{ ...is('a', 'x'), not: 'yes' }, ['not'], 'expected_boolean', 'true or false'],
  [{ ...is('a', 'x'), not: null }, ['not'], 'expected_boolean', 'null'],
  [
    { ...is('name', 'x'), source: 'native', key: 'Name' },
    ['key'],
    'unknown_native_field',
    'lastActivity',
  ],
  [{ ...is('sessions', 'x'), source: 'native' }, ['kind'], 'kind_mismatch', 'of kind number'],
  [
    { type: 'experience', experienceId: 'x', interaction: 'liked' },
    ['interaction'],
    'unknown_choice',
    'completed',
  ],
  [
    { type: 'experience', interaction: 'seen' },
    ['experienceId'],
    'invalid_id',
    'id of an experience',
  ],
  [
    { type: 'answer', experienceId: 'x', kind: 'number', operator: 'empty' },
    ['stepId'],
    'invalid_id',
    'id of a step',
  ],
  [{ type: 'segment' }, ['segmentId'], 'invalid_id', 'nothing'],
  [{ type: 'import', importId: 5 }, ['importId'], 'invalid_id', '5'],
  [
    { type: 'group', match: 'none', children: [segment('s')] },
    ['match'],
    'unknown_choice',
    'all or any',
  ],
  [{ type: 'group', match: 'all', children: [] }, ['children'], 'empty_group', 'at least one'],
  [{ type: 'group', match: 'all' }, ['children'], 'expected_list', 'nothing'],
  [
    { type: 'group', match: 'all', children: { 0: segment('s') } },
    ['children'],
    'expected_list',
    'an object',
  ],
];

test.each(refused)('refuses %j', (condition, path, code, word) => {
  const parsed = parseTree({ type: 'group', match: 'all', children: [is('a', 'x'), condition] });
  expect(parsed).toMatchObject({ ok: false, problems: [{ path: ['children', 1, ...path], code }] });
  expect(parsed.ok || parsed.problems[0]?.message).toContain(word);
});
