import type { ImportBody } from '@muster/protocol';
import { expect, test } from 'vitest';
import { applyChange, isNoChange, mergeChanges } from './draft-changes.ts';

const skip = { type: 'skip' } as const;
const name = { type: 'native', field: 'name' } as const;
const email = { type: 'native', field: 'email' } as const;

const draft = {
  name: 'people.csv',
  description: '',
  identifier: { column: 0, matches: 'id' },
  mapping: [
    { column: 1, to: name },
    { column: 2, to: skip },
  ],
  options: { createUsers: true, updateUsers: true, blanks: 'keep', segment: { name: 'People' } },
} as unknown as ImportBody;

test('The later of two changes holds, column by column and option by option', () => {
  expect(
    mergeChanges(
      {
        name: 'a',
        mapping: [
          { column: 1, to: skip },
          { column: 2, to: name },
        ],
        options: { blanks: 'clear' },
      },
      { mapping: [{ column: 2, to: email }], options: { createUsers: false } },
    ),
  ).toEqual({
    name: 'a',
    mapping: [
      { column: 1, to: skip },
      { column: 2, to: email },
    ],
    options: { blanks: 'clear', createUsers: false },
  });
});

test('A change shows what the draft will be, and leaves the rest', () => {
  const shown = applyChange(draft, {
    identifier: null,
    mapping: [{ column: 2, to: email }],
    options: { segment: null },
  });
  expect(shown).toEqual({
    ...draft,
    identifier: null,
    mapping: [
      { column: 1, to: name },
      { column: 2, to: email },
    ],
    options: { createUsers: true, updateUsers: true, blanks: 'keep', segment: null },
  });
});

test('A column that was the identifier can be mapped: it had no target before', () => {
  const shown = applyChange(draft, { mapping: [{ column: 0, to: skip }] });
  expect(shown.mapping.map(({ column }) => column)).toEqual([1, 2, 0]);
});

test('Merging with nothing changes nothing', () => {
  expect(isNoChange(mergeChanges({}, {}))).toBe(true);
  expect(mergeChanges({ name: 'a' }, {})).toEqual({ name: 'a' });
  expect(applyChange(draft, {})).toEqual(draft);
});
