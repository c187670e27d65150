import type { Condition, Group } from '../../src/tree.ts';
import type { PersonParts } from './case.ts';

/** A case that was wrong once, or that a seeded bug must not get past, with its right answer. */
export interface Regression {
  name: string;
  /** Default: UTC. */
  timeZone?: string;
  /** Default: 2026-03-29T12:00:00.000Z. */
  now?: string;
  /** A lone condition stands for the group of it. */
  tree: Group | Condition;
  segments?: [id: string, tree: Group][];
  person: PersonParts;
  expect: boolean;
}

const buy = { type: 'event', source: 'app', name: 'buy' } as const;
const bought = (at: string) => ({ source: 'app', name: 'buy', at }) as const;

function custom(
  key: string,
  test: Omit<Extract<Condition, { type: 'attribute' }>, 'type' | 'source' | 'key'>,
): Condition {
  return { type: 'attribute', source: 'custom', key, ...test };
}

function manyTexts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `text ${i}`);
}

export const regressions: readonly Regression[] = [
  {
    name: 'a key with a dot is not a key within a key',
    tree: custom('a.b', { kind: 'string', operator: 'is', value: ['x'] }),
    person: {
      attributes: [
        ['a', 'y'],
        ['a.b', 'x'],
      ],
    },
    expect: true,
  },
  {
    name: 'a key that looks like the instant beside a date',
    tree: custom('due', { kind: 'date', operator: 'before', value: '2030-01-01' }),
    person: {
      attributes: [
        ['due', 'soon'],
        ['due@date', 0],
      ],
    },
    expect: false,
  },
  {
    name: 'a key that looks encoded',
    tree: custom('a%2Eb', { kind: 'number', operator: 'eq', value: 1 }),
    person: {
      attributes: [
        ['a.b', 1],
        ['a%2Eb', 2],
      ],
    },
    expect: false,
  },
  {
    name: 'the key __proto__',
    tree: custom('__proto__', { kind: 'boolean', operator: 'is', value: true }),
    person: { attributes: [['__proto__', true]] },
    expect: true,
  },
  {
    name: 'the key __proto__ of somebody without it',
    tree: custom('__proto__', { kind: 'string', operator: 'empty' }),
    person: {},
    expect: true,
  },
  {
    name: 'a key that is the name of a subcolumn',
    tree: custom('a.size0', { kind: 'number', operator: 'eq', value: 7 }),
    person: {
      attributes: [
        ['a', ['x', 'y']],
        ['a.size0', 7],
      ],
    },
    expect: true,
  },
  {
    name: 'a large whole number is kept exactly',
    tree: custom('n', { kind: 'number', operator: 'eq', value: 2 ** 53 - 1 }),
    person: { attributes: [['n', 2 ** 53]] },
    expect: false,
  },
  {
    name: 'the smallest number is not zero',
    tree: custom('n', { kind: 'number', operator: 'gt', value: 0 }),
    person: { attributes: [['n', 5e-324]] },
    expect: true,
  },
  {
    name: 'text is not the number that it shows',
    tree: custom('n', { kind: 'number', operator: 'eq', value: 5 }),
    person: { attributes: [['n', '5']] },
    expect: false,
  },
  {
    name: 'a list has the text 5, not the number',
    tree: custom('list', { kind: 'list', operator: 'includesAny', value: [5] }),
    person: { attributes: [['list', ['5', 'n:5']]] },
    expect: false,
  },
  {
    name: 'the final sigma is the sigma',
    tree: custom('name', { kind: 'string', operator: 'contains', value: ['ΑΣ'] }),
    person: { attributes: [['name', 'ο Ίκας']] },
    expect: true,
  },
  {
    name: 'a part of a word folds as it does within the word',
    tree: custom('name', { kind: 'string', operator: 'contains', value: ['ΑΣ'] }),
    person: { attributes: [['name', 'ΑΣΑ']] },
    expect: true,
  },
  {
    name: 'the Kelvin sign is a k, in a text that is ASCII otherwise',
    tree: custom('name', { kind: 'string', operator: 'startsWith', value: 'k' }),
    person: { attributes: [['name', '\u212aelvin']] },
    expect: true,
  },
  {
    name: 'the long s is an s',
    tree: custom('name', { kind: 'string', operator: 'endsWith', value: 'S' }),
    person: { attributes: [['name', 'Congreſ']] },
    expect: true,
  },
  {
    name: 'the dotted capital I is no i',
    tree: custom('name', { kind: 'string', operator: 'contains', value: ['i'] }),
    person: { attributes: [['name', 'İ']] },
    expect: false,
  },
  {
    name: 'the sharp s is no double s',
    tree: custom('name', { kind: 'string', operator: 'contains', value: ['ss'] }),
    person: { attributes: [['name', 'Straße']] },
    expect: false,
  },
  {
    name: 'a per cent sign is a per cent sign',
    tree: custom('name', { kind: 'string', operator: 'contains', value: ['%'] }),
    person: { attributes: [['name', 'abc']] },
    expect: false,
  },
  {
    name: 'text goes on behind NUL',
    tree: custom('name', { kind: 'string', operator: 'endsWith', value: 'b' }),
    person: { attributes: [['name', 'a\0b']] },
    expect: true,
  },
  {
    name: 'more needles than ClickHouse searches for at once',
    tree: custom('name', {
      kind: 'string',
      operator: 'contains',
      value: [...manyTexts(600), 'ÇA'],
    }),
    person: { attributes: [['name', 'comme ça']] },
    expect: true,
  },
  {
    name: 'as many values as an operand may have',
    tree: custom('name', { kind: 'string', operator: 'is', value: manyTexts(5000), not: true }),
    person: { attributes: [['name', 'text 4999']] },
    expect: false,
  },
  {
    name: 'somebody without a value has none of the values',
    tree: custom('plan', { kind: 'string', operator: 'is', value: ['Pro'], not: true }),
    person: {},
    expect: true,
  },
  {
    name: 'somebody without a value is not between',
    tree: custom('n', { kind: 'number', operator: 'between', value: [0, 1] }),
    person: {},
    expect: false,
  },
  {
    name: 'the empty list is empty, also when asked about as a number',
    tree: custom('list', { kind: 'number', operator: 'empty' }),
    person: { attributes: [['list', []]] },
    expect: true,
  },
  {
    name: 'at most once includes who never did',
    tree: { ...buy, count: { operator: 'atMost', value: 1 } },
    person: {},
    expect: true,
  },
  {
    name: 'at most once excludes who did twice at one instant',
    tree: { ...buy, count: { operator: 'atMost', value: 1 } },
    person: { events: [bought('2026-03-01T00:00:00.000Z'), bought('2026-03-01T00:00:00.000Z')] },
    expect: false,
  },
  {
    name: 'a window of no time has nobody, so that nobody is all of it',
    tree: {
      ...buy,
      count: { operator: 'exactly', value: 0 },
      window: { operator: 'between', from: '2026-03-29', to: '2026-03-29T00:00:00+14:00' },
    },
    person: { events: [bought('2026-03-28T23:00:00.000Z')] },
    expect: true,
  },
  {
    name: 'the instant exactly N ago is not in the last N',
    tree: { ...buy, window: { operator: 'inLast', amount: 1, unit: 'day' } },
    person: { events: [bought('2026-03-28T12:00:00.000Z')] },
    expect: false,
  },
  {
    name: 'an occurrence ahead of now is not in the last N',
    tree: { ...buy, window: { operator: 'inLast', amount: 1, unit: 'day' } },
    person: { events: [bought('2026-03-29T12:00:00.001Z')] },
    expect: false,
  },
  {
    name: 'filters hold on the same occurrence',
    tree: {
      ...buy,
      where: [
        { key: 'a', kind: 'number', operator: 'eq', value: 1 },
        { key: 'b', kind: 'number', operator: 'eq', value: 1 },
      ],
    },
    person: {
      events: [
        { ...bought('2026-03-01T00:00:00.000Z'), properties: [['a', 1]] },
        { ...bought('2026-03-02T00:00:00.000Z'), properties: [['b', 1]] },
      ],
    },
    expect: false,
  },
  {
    name: 'a negated filter holds where the property is missing',
    tree: { ...buy, where: [{ key: 'a', kind: 'number', operator: 'eq', value: 1, not: true }] },
    person: { events: [bought('2026-03-01T00:00:00.000Z')] },
    expect: true,
  },
  {
    name: 'one month ago on the 31st is the last of the month before',
    now: '2026-03-31T12:00:00.000Z',
    tree: custom('due', { kind: 'date', operator: 'inLast', value: { amount: 1, unit: 'month' } }),
    person: { attributes: [['due', '2026-02-28T12:00:00.001Z']] },
    expect: true,
  },
  {
    name: 'a date without a time begins where the project is',
    timeZone: 'America/New_York',
    tree: custom('due', { kind: 'date', operator: 'before', value: '2026-03-29T00:00:00Z' }),
    person: { attributes: [['due', '2026-03-29']] },
    expect: false,
  },
  {
    name: 'OR within AND keeps its brackets',
    tree: {
      type: 'group',
      match: 'all',
      children: [
        {
          type: 'group',
          match: 'any',
          children: [
            custom('a', { kind: 'number', operator: 'gt', value: 0 }),
            custom('b', { kind: 'number', operator: 'gt', value: 0 }),
          ],
        },
        custom('c', { kind: 'number', operator: 'gt', value: 0 }),
      ],
    },
    person: { attributes: [['a', 1]] },
    expect: false,
  },
  {
    name: 'a negated segment is the complement of all of it',
    tree: { type: 'segment', segmentId: 'both', not: true },
    segments: [
      [
        'both',
        {
          type: 'group',
          match: 'all',
          children: [
            custom('a', { kind: 'number', operator: 'gt', value: 0 }),
            custom('b', { kind: 'number', operator: 'gt', value: 0 }),
          ],
        },
      ],
    ],
    person: { attributes: [['a', 1]] },
    expect: true,
  },
];
