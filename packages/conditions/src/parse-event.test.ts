import { expect, test } from 'vitest';
import { event, is } from '../test/build-tree.ts';
import { parseTree } from './parse-tree.ts';

/** One wrong thing each: where it is said to be, and a word of what is said. */
const refused: [unknown, path: (string | number)[], code: string, word: string][] = [
  [{ type: 'event', source: 'web', name: 'e' }, ['source'], 'unknown_choice', 'posthog'],
  [event(''), ['name'], 'invalid_id', 'name of an event'],
  [event('e'.repeat(513)), ['name'], 'invalid_id', '512'],
  [
    { ...event('e'), count: { operator: 'atLeast', value: -1 } },
    ['count', 'value'],
    'invalid_count',
    'whole number',
  ],
  [
    { ...event('e'), count: { operator: 'exactly', value: 1.5 } },
    ['count', 'value'],
    'invalid_count',
    '1.5',
  ],
  [
    { ...event('e'), count: { operator: 'atMost', value: 1_000_001 } },
    ['count', 'value'],
    'invalid_count',
    '1000000',
  ],
  [
    { ...event('e'), count: { operator: 'atMost', value: '1' } },
    ['count', 'value'],
    'invalid_count',
    '"1"',
  ],
  [
    { ...event('e'), count: { operator: 'times', value: 1 } },
    ['count', 'operator'],
    'unknown_operator',
    'atLeast',
  ],
  [
    { ...event('e'), count: { operator: 'atLeast', value: 1, unit: 'x' } },
    ['count', 'unit'],
    'unknown_field',
    'a count',
  ],
  [
    { ...event('e'), count: { operator: 'between', value: [3, 2] } },
    ['count', 'value'],
    'invalid_count',
    'lower end first',
  ],
  [
    { ...event('e'), count: { operator: 'between', value: 3 } },
    ['count', 'value'],
    'invalid_count',
    '[low, high]',
  ],
  [{ ...event('e'), count: 3 }, ['count'], 'expected_object', 'a count'],
  [
    { ...event('e'), window: { operator: 'lately' } },
    ['window', 'operator'],
    'unknown_operator',
    'moreThanAgo',
  ],
  [
    { ...event('e'), window: { operator: 'inNext', amount: 1, unit: 'day' } },
    ['window', 'operator'],
    'unknown_operator',
    'inNext',
  ],
  [
    { ...event('e'), window: { operator: 'inLast', amount: 0, unit: 'day' } },
    ['window', 'amount'],
    'operand_amount',
    'whole number',
  ],
  [
    { ...event('e'), window: { operator: 'inLast', amount: 1, unit: 'year' } },
    ['window', 'unit'],
    'operand_unit',
    'month',
  ],
  [
    { ...event('e'), window: { operator: 'inLast', amount: 1 } },
    ['window', 'unit'],
    'operand_unit',
    'month',
  ],
  [
    { ...event('e'), window: { operator: 'before', at: 'soon' } },
    ['window', 'at'],
    'operand_not_a_date',
    'date',
  ],
  [
    { ...event('e'), window: { operator: 'before', at: '2026-01-01', from: '2026-01-01' } },
    ['window', 'from'],
    'unknown_field',
    '"from"',
  ],
  [
    { ...event('e'), window: { operator: 'between', from: '2026-01-01' } },
    ['window', 'to'],
    'operand_not_a_date',
    'date',
  ],
  [
    { ...event('e'), window: { operator: 'between', from: '2026-01-03', to: '2026-01-01' } },
    ['window'],
    'operand_reversed',
    'after',
  ],
  [
    { ...event('e'), window: { operator: 'ever', at: '2026-01-01' } },
    ['window', 'at'],
    'unknown_field',
    'window of ever',
  ],
  [{ ...event('e'), where: {} }, ['where'], 'expected_list', 'property filters'],
  [
    { ...event('e'), where: [{ key: 'k', kind: 'number', operator: 'gt', value: '5' }] },
    ['where', 0, 'value'],
    'operand_type',
    'number',
  ],
  [
    { ...event('e'), where: [{ key: 'k', source: 'x', kind: 'number', operator: 'empty' }] },
    ['where', 0, 'source'],
    'unknown_field',
    'property filter',
  ],
  [
    { ...event('e'), where: Array(51).fill({ key: 'k', kind: 'number', operator: 'empty' }) },
    ['where'],
    'too_many_filters',
    '50',
  ],
];

test.each(refused)('refuses %j', (condition, path, code, word) => {
  const parsed = parseTree({ type: 'group', match: 'all', children: [is('a', 'x'), condition] });
  expect(parsed).toMatchObject({ ok: false, problems: [{ path: ['children', 1, ...path], code }] });
  expect(parsed.ok || parsed.problems[0]?.message).toContain(word);
});
