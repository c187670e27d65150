import {
  type Condition,
  describe as describeTree,
  type EventCondition,
  evaluateTree,
  type Group,
  type Kind,
  type PropertyFilter,
  type TreeNode,
  type Value,
} from '@muster/conditions';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuilderCatalog } from '../builder-data.ts';
import { namesOf } from '../names-of.ts';
import { findContradiction } from './contradiction.ts';
import { findWarnings } from './find-warnings.ts';

const clock = { now: Date.parse('2026-03-29T12:00:00Z'), timeZone: 'Europe/Paris' };
const catalog: BuilderCatalog = {
  attributes: [
    { key: 'plan', users: 900, kinds: [{ kind: 'string', users: 900 }] },
    {
      key: 'seats',
      users: 700,
      kinds: [
        { kind: 'number', users: 688 },
        { kind: 'string', users: 12 },
      ],
    },
    {
      key: 'ends',
      users: 5,
      kinds: [
        { kind: 'string', users: 5 },
        { kind: 'date', users: 5 },
      ],
    },
    { key: 'tags', users: 5, kinds: [{ kind: 'list', users: 5 }] },
  ],
  traits: [],
  events: [{ source: 'app', name: 'buy', count: 3 }],
  segments: [{ id: 'vip', name: 'VIP' }],
};
const names = namesOf(catalog);

const plan = (...value: string[]) => attribute('plan', 'string', 'is', value);
const seats = (operator: string, value: unknown) => attribute('seats', 'number', operator, value);
const ends = (operator: string, value: unknown) => attribute('ends', 'date', operator, value);
const tags = (operator: string, ...value: unknown[]) => attribute('tags', 'list', operator, value);
const isEmpty = attribute('plan', 'string', 'empty');
const vip: Condition = { type: 'segment', segmentId: 'vip' };
const buy: EventCondition = { type: 'event', source: 'app', name: 'buy' };
const bought = (operator: 'atLeast' | 'atMost' | 'exactly', value: number): EventCondition => ({
  ...buy,
  count: { operator, value },
});
const recently = { window: { operator: 'inLast', amount: 1, unit: 'day' } } as const;
const large: PropertyFilter = { key: 'dollars', kind: 'number', operator: 'gte', value: 50 };

describe('nobody can match', () => {
  test.each<[string, Condition[]]>([
    ['a condition and its complement', [vip, not(vip)]],
    ['an event that did and did not occur', [buy, not({ ...buy, window: { operator: 'ever' } })]],
    [
      'an event that occurred zero times',
      [buy, { ...buy, count: { operator: 'exactly', value: 0 } }],
    ],
    ['counts without one between', [bought('atLeast', 3), bought('atMost', 1)]],
    ['counts and a negated count', [not(bought('atLeast', 2)), bought('exactly', 2)]],
    [
      'counts of the same occurrences',
      [
        { ...bought('atLeast', 3), ...recently, where: [large] },
        { ...bought('atMost', 1), where: [large], ...recently },
      ],
    ],
    ['two texts', [plan('Pro'), plan('Team')]],
    ['a text that is excluded', [plan('Pro'), not(plan('Pro', 'Team'))]],
    ['three that fit two by two', [plan('a', 'b'), plan('b', 'c'), plan('a', 'c')]],
    ['a value that is empty', [plan('Pro'), isEmpty]],
    ['numbers without one between', [seats('gt', 5), seats('lte', 5)]],
    ['a number out of a range', [seats('between', [1, 4]), seats('eq', 5)]],
    ['a text that is a number', [seats('eq', 5), attribute('seats', 'string', 'is', ['5'])]],
    ['days', [ends('before', '2026-03-01'), ends('on', '2026-03-01')]],
    [
      'spans',
      [
        ends('inLast', { amount: 7, unit: 'day' }),
        ends('moreThanAgo', { amount: 1, unit: 'week' }),
      ],
    ],
    [
      'past and to come',
      [ends('inNext', { amount: 1, unit: 'hour' }), ends('before', '2026-01-01')],
    ],
    ['elements', [tags('includesAll', 'a', 'b'), not(tags('includesAny', 'b', 'c'))]],
    ['a list that is empty', [tags('includesAny', 1), attribute('tags', 'list', 'empty')]],
    [
      'true and false',
      [attribute('x', 'boolean', 'is', true), attribute('x', 'boolean', 'is', false)],
    ],
  ])('%s', (_, conditions) => {
    const literals = conditions.map((condition, place) => ({ place, condition }));
    const others = { place: 9, condition: attribute('other', 'string', 'is', ['x']) };
    expect(findContradiction([...literals, others], clock)).toEqual(literals);
  });
});

describe('somebody may match', () => {
  test.each<[string, Condition[]]>([
    ['texts in common', [plan('Pro', 'Team'), plan('Team')]],
    ['a text in another', [plan('Pro'), attribute('plan', 'string', 'contains', ['Team'])]],
    ['not this and not that', [not(plan('Pro')), not(plan('Team'))]],
    ['a number at both ends', [seats('gte', 5), seats('lte', 5)]],
    ['a number between', [seats('gt', 5), seats('lt', 5.1)]],
    ['not a number at all', [not(seats('gt', 5)), not(seats('lte', 5))]],
    ['one moment of a day', [ends('after', '2026-03-01'), ends('before', '2026-03-03')]],
    [
      'another spelling of an instant',
      [
        ends('between', ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z']),
        not(attribute('ends', 'string', 'is', ['2026-03-01T00:00:00.000Z'])),
      ],
    ],
    ['two elements', [tags('includesAny', 'a'), tags('includesAny', 'b')]],
    ['other times', [buy, not({ ...buy, window: { operator: 'inLast', amount: 1, unit: 'day' } })]],
    ['empty and not this', [isEmpty, not(plan('Pro'))]],
    ['a count at both ends', [bought('atLeast', 3), bought('atMost', 3)]],
    ['counts at other times', [bought('atLeast', 3), { ...bought('atMost', 1), ...recently }]],
    [
      'counts of other occurrences',
      [bought('atLeast', 3), { ...bought('atMost', 1), where: [large] }],
    ],
  ])('%s', (_, conditions) => {
    const literals = conditions.map((condition, place) => ({ place, condition }));
    expect(findContradiction(literals, clock)).toBeUndefined();
  });
});

const texts = fc.constantFrom('', 'a', 'b', '5', 'true', '2026-03-29', '2026-03-29T10:00:00Z');
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 5, 2 ** 53);
const days = fc.constantFrom(
  '2026-03-28',
  '2026-03-29',
  '2026-03-29T10:00:00Z',
  '2026-03-29T12:00',
);
const scalars = fc.oneof(texts, numbers, fc.boolean());
const spans = fc.record({
  amount: fc.constantFrom(1, 24, 30),
  unit: fc.constantFrom('minute', 'hour', 'day', 'month'),
});
const anyTest: fc.Arbitrary<Condition> = fc
  .oneof(
    testOf('string', 'is', fc.array(texts, { minLength: 1, maxLength: 3 })),
    testOf('string', 'contains', fc.array(texts, { minLength: 1, maxLength: 2 })),
    testOf('string', 'startsWith', texts),
    ...['eq', 'gt', 'gte', 'lt', 'lte'].map((operator) => testOf('number', operator, numbers)),
    testOf('number', 'between', sortedPair(numbers)),
    testOf('boolean', 'is', fc.boolean()),
    ...['before', 'after', 'on'].map((operator) => testOf('date', operator, days)),
    ...['inLast', 'moreThanAgo', 'inNext'].map((operator) => testOf('date', operator, spans)),
    ...['includesAny', 'includesAll'].map((operator) =>
      testOf('list', operator, fc.array(scalars, { minLength: 1, maxLength: 3 })),
    ),
    ...(['string', 'date', 'list'] as const).map((kind) =>
      testOf(kind, 'empty', fc.constant(undefined)),
    ),
  )
  .chain((condition) => fc.boolean().map((isNot) => (isNot ? not(condition) : condition)));

test('where somebody matches, it never says that nobody can', () => {
  const values: fc.Arbitrary<Value | undefined> = fc.oneof(
    fc.constant(undefined),
    scalars,
    fc.array(scalars, { maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(anyTest, { minLength: 1, maxLength: 5 }), values, (conditions, value) => {
      fc.pre(conditions.every((condition) => matches(condition, value)));
      const literals = conditions.map((condition, place) => ({ place, condition }));
      expect(findContradiction(literals, clock)).toBeUndefined();
      // The complements of what a user matches none of are matched too.
      const reversed = conditions.map((condition, place) => ({
        place,
        condition: not(condition),
        isReversed: true,
      }));
      expect(findContradiction(reversed, clock)).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});

describe('warnings of a tree', () => {
  test.each<[string, Group, Record<string, string[]>]>([
    [
      'both sides of a contradiction, through an AND group',
      and(plan('Pro'), and(vip, plan('Team'))),
      {
        0: ['Nobody can match this and also “plan is any of Team”.'],
        '1.1': ['Nobody can match this and also “plan is any of Pro”.'],
      },
    ],
    [
      'a branch that is dead because of what is around it',
      and(plan('Pro'), or(plan('Team'), vip)),
      {
        0: ['Nobody can match this and also “plan is any of Team”.'],
        '1.0': ['Nobody can match this and also “plan is any of Pro”.'],
      },
    ],
    ['nothing about alternatives', or(plan('Pro'), plan('Team')), {}],
    [
      'alternatives that say everybody',
      and(vip, or(plan('Pro'), not(plan('Pro')))),
      { 1: ['Everybody matches one of “plan is any of Pro” or “plan is none of Pro”.'] },
    ],
    [
      'an unknown attribute',
      and(attribute('plna', 'string', 'is', ['Pro'])),
      { 0: ['No user has plna yet.'] },
    ],
    [
      'an unknown event',
      and({ ...buy, name: 'bye' } as Condition),
      { 0: ['bye has not come in yet.'] },
    ],
    [
      'a segment that is gone',
      and({ type: 'segment', segmentId: 'gone' }),
      {
        0: [
          'This segment is gone. Until it is replaced, all of these conditions together match nobody.',
        ],
      },
    ],
    [
      'a kind that nobody has',
      and(attribute('plan', 'number', 'eq', 5)),
      { 0: ['No user has plan as a number, only as text.'] },
    ],
    [
      'mixed kinds',
      and(seats('gt', 5)),
      {
        0: [
          'seats is a number for 688 users and text for 12 users. This asks only about a number.',
        ],
      },
    ],
    ['nothing about a date that is text too', and(ends('on', '2026-03-01')), {}],
    ['nothing about emptiness', and(attribute('seats', 'string', 'empty')), {}],
    [
      'counts',
      and(vip, buy),
      { 0: ['Nobody matches this now.'], 1: ['Everybody matches this now.'] },
    ],
  ])('%s', (what, tree, expected) => {
    const counts =
      what === 'counts'
        ? new Map([
            ['0', 0],
            ['1', 50],
          ])
        : undefined;
    const warnings = findWarnings(tree, { catalog, names, clock, counts, users: 50 });
    expect(Object.fromEntries(warnings), describeTree(tree, names)).toEqual(expected);
  });
});

function matches(condition: Condition, value: Value | undefined): boolean {
  const profile = {
    native: { sessions: 0, tags: [] },
    attributes: new Map(value === undefined ? [] : [['x', value]]),
    traits: new Map(),
    seen: new Set<string>(),
    completed: new Set<string>(),
    answers: new Map(),
    imports: new Set<string>(),
  };
  return evaluateTree(and(condition), profile, { find: () => [] }, clock.now, {
    timeZone: clock.timeZone,
    segments: new Map(),
    experiences: new Map(),
    imports: new Set(),
  });
}

function testOf(
  kind: Kind,
  operator: string,
  operand: fc.Arbitrary<unknown>,
): fc.Arbitrary<Condition> {
  return operand.map((value) => attribute('x', kind, operator, value));
}

function sortedPair(of: fc.Arbitrary<number>): fc.Arbitrary<[number, number]> {
  return fc.tuple(of, of).map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
}

function attribute(key: string, kind: Kind, operator: string, value?: unknown): Condition {
  return {
    type: 'attribute',
    source: 'custom',
    key,
    kind,
    operator,
    ...(value !== undefined && { value }),
  };
}

function not(condition: Condition): Condition {
  const { not: isNot = false, ...rest } = condition;
  return { ...rest, ...(!isNot && { not: true }) } as Condition;
}

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}
