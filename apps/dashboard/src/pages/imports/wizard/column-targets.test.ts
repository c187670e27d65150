import type { ImportBody, ImportTarget } from '@muster/protocol';
import { expect, test } from 'vitest';
import {
  choiceOf,
  findConflict,
  findDoubles,
  findDoubt,
  type KnownAttributes,
  listReadings,
  listTargets,
  readingOf,
  targetOf,
  targetOfColumn,
  withReading,
} from './column-targets.ts';

const known: KnownAttributes = new Map([
  ['plan', { key: 'plan', users: 12, kinds: ['string'] }],
  ['seats', { key: 'seats', users: 1, kinds: ['number', 'string'] }],
  ['never', { key: 'never', users: 0, kinds: [] }],
]);

const attribute = (key: string, kind: 'string' | 'number' | 'date'): ImportTarget => ({
  type: 'attribute',
  key,
  kind,
});

test('Every choice that is offered is read back as itself', () => {
  const column = { name: 'a column of another name', kind: 'number' } as const;
  for (const { value } of listTargets(known)) {
    expect(choiceOf(targetOf(value, column, known), known)).toBe(value);
  }
});

test('A new attribute has the name and the type of its column', () => {
  expect(targetOf('new', { name: 'Tenure', kind: 'number' }, known)).toEqual(
    attribute('Tenure', 'number'),
  );
});

test('A known attribute keeps its type; one of several types takes that of the column', () => {
  const texts = { name: 'x', kind: 'string' } as const;
  const numbers = { name: 'x', kind: 'number' } as const;
  expect(targetOf('key plan', numbers, known)).toEqual(attribute('plan', 'string'));
  expect(targetOf('key seats', texts, known)).toEqual(attribute('seats', 'string'));
  expect(targetOf('key seats', numbers, known)).toEqual(attribute('seats', 'number'));
  expect(targetOf('key never', numbers, known)).toEqual(attribute('never', 'number'));
});

test('A column keeps its notation, unless the attribute is of another type', () => {
  const column = { name: 'Solde', kind: 'number', notation: 'decimalComma' } as const;
  const asFound = { kind: 'number', notation: 'decimalComma' };
  expect(targetOf('new', column, known)).toEqual({ type: 'attribute', key: 'Solde', ...asFound });
  expect(targetOf('key seats', column, known)).toMatchObject(asFound);
  expect(targetOf('key plan', column, known)).toEqual(attribute('plan', 'string'));
});

test('Every reading that is offered is read back as itself', () => {
  const dates = { kind: 'date', notation: 'dayFirst' } as const;
  const target = { type: 'attribute', key: 'x', ...dates } as const;
  const offered = listReadings(target);
  expect(offered.filter(({ note }) => note).map(({ value }) => value)).toEqual(['dayFirst']);
  for (const { value } of offered) {
    const changed = withReading(target, value);
    expect(changed.type === 'attribute' && readingOf(changed)).toBe(value);
  }
  expect(withReading(target, 'string')).toEqual(attribute('x', 'string'));
});

test('A notation other than the one found is doubted', () => {
  const dates = { kind: 'date', notation: 'dayFirst' } as const;
  const target = { type: 'attribute', key: 'x', ...dates } as const;
  expect(findDoubt(target, dates)).toBeUndefined();
  expect(findDoubt({ ...target, notation: 'monthFirst' }, dates)).toBe(
    'Not every cell reads as date, 12/31/2026: those that do not are refused.',
  );
});

test('An attribute whose name reads like another choice is itself', () => {
  const odd: KnownAttributes = new Map(
    ['skip', 'new', 'native name', 'key plan'].map((key) => [key, { key, users: 1, kinds: [] }]),
  );
  for (const key of odd.keys()) {
    const target = attribute(key, 'string');
    const choice = choiceOf(target, odd);
    expect(targetOf(choice, { name: 'x', kind: 'string' }, odd)).toEqual(target);
  }
});

test('Another type than values have had is a conflict, one of theirs is not', () => {
  expect(findConflict(attribute('plan', 'number'), known)).toBe(
    'So far text for 12 users: a condition on it as text will not see these values.',
  );
  expect(findConflict(attribute('seats', 'date'), known)).toContain(
    'So far number or text for 1 user:',
  );
  expect(findConflict(attribute('plan', 'string'), known)).toBeUndefined();
  expect(findConflict(attribute('never', 'date'), known)).toBeUndefined();
  expect(findConflict(attribute('brand new', 'date'), known)).toBeUndefined();
  expect(findConflict({ type: 'native', field: 'name' }, known)).toBeUndefined();
});

test('A type that the cells were not found to have is doubted, text never', () => {
  expect(findDoubt(attribute('a', 'number'), { kind: 'string' })).toContain('reads as number');
  expect(findDoubt(attribute('a', 'number'), { kind: 'number' })).toBeUndefined();
  expect(findDoubt(attribute('a', 'string'), { kind: 'number' })).toBeUndefined();
});

const draft = {
  identifier: { column: 0, matches: 'id' },
  columns: [0, 1, 2, 3, 4].map((index) => ({
    index,
    name: `c${index}`,
    suggested: attribute(`c${index}`, 'string'),
  })),
  mapping: [
    { column: 1, to: attribute('same', 'string') },
    { column: 2, to: attribute('same', 'number') },
    { column: 3, to: { type: 'skip' } },
  ],
} as unknown as ImportBody;

test('A column that nothing was chosen for becomes what was suggested', () => {
  expect(targetOfColumn(draft, 3)).toEqual({ type: 'skip' });
  expect(targetOfColumn(draft, 4)).toEqual(attribute('c4', 'string'));
});

test('Columns of one target are found, whatever their types; the identifier and what is skipped are none', () => {
  expect([...findDoubles(draft)]).toEqual([
    [1, 'same'],
    [2, 'same'],
  ]);
  const two = { ...draft, mapping: [{ column: 1, to: attribute('c0', 'string') }] } as ImportBody;
  expect([...findDoubles(two)]).toEqual([]);
  const alike = {
    ...draft,
    mapping: [
      { column: 1, to: attribute('Name', 'string') },
      { column: 2, to: { type: 'native', field: 'name' } },
    ],
  } as ImportBody;
  expect([...findDoubles(alike)]).toEqual([]);
  const address = {
    ...draft,
    identifier: { column: 0, matches: 'email' },
    mapping: [{ column: 1, to: { type: 'native', field: 'email' } }],
  } as ImportBody;
  expect(findDoubles(address).get(1)).toBe('Email');
});
