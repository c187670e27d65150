import { expect, test } from 'vitest';
import { did, noLookup, occurrence, person } from '../test/build-person.ts';
import {
  all,
  any,
  context,
  event,
  is,
  not,
  planOf,
  segment,
  segments,
} from '../test/build-tree.ts';
import { answerKey } from './answer-key.ts';
import { evaluate, evaluateTree } from './evaluate.ts';
import { prepare, prepareAll, prepareForAnyTime } from './prepare.ts';
import type { EventLookup, Profile } from './profile.ts';
import { createResolver, resolve } from './resolve.ts';
import type { Condition, Count, TreeNode } from './tree.ts';

const nobodyDid = did();

function matches(tree: TreeNode, profile: Profile, events: EventLookup = nobodyDid): boolean {
  return evaluate(planOf(tree.type === 'group' ? tree : all(tree)), profile, events);
}

const pro = person({ attributes: { plan: 'Pro' } });

test('AND needs all of its children, OR one of them', () => {
  const yes = is('plan', 'Pro');
  const no = is('plan', 'Team');
  expect(matches(all(yes, yes), pro)).toBe(true);
  expect(matches(all(yes, no), pro)).toBe(false);
  expect(matches(any(no, yes), pro)).toBe(true);
  expect(matches(any(no, no), pro)).toBe(false);
  expect(matches(all(yes, any(no, all(yes))), pro)).toBe(true);
});

test('the empty root matches everybody', () => {
  expect(matches(any(), person())).toBe(true);
  expect(matches(all(), person())).toBe(true);
});

test('an invalid plan matches nobody', () => {
  const plan = resolve(any(is('plan', 'Pro'), segment('gone')), context());
  expect(evaluate(plan, pro, noLookup)).toBe(false);
});

const number = { type: 'attribute', source: 'custom', key: 'x', kind: 'number' } as const;

test.each<[Condition, Profile]>([
  [is('x', 'a'), person()],
  [is('x', 'a'), person({ attributes: { x: 5 } })],
  [is('x', '5'), person({ attributes: { x: 5 } })],
  [{ ...number, operator: 'eq', value: 5 }, person({ attributes: { x: '5' } })],
  [
    { ...number, kind: 'boolean', operator: 'is', value: true },
    person({ attributes: { x: 'true' } }),
  ],
  [
    { ...number, kind: 'list', operator: 'includesAny', value: ['a'] },
    person({ attributes: { x: 'a' } }),
  ],
  [
    { ...number, kind: 'list', operator: 'includesAny', value: ['5'] },
    person({ attributes: { x: [5] } }),
  ],
  [
    { ...number, kind: 'date', operator: 'before', value: '2026-01-01' },
    person({ attributes: { x: 5 } }),
  ],
  [
    {
      type: 'attribute',
      source: 'native',
      key: 'firstSeen',
      kind: 'date',
      operator: 'before',
      value: '2026-01-01',
    },
    person(),
  ],
])('%j is false of another type or no value, and its complement true', (condition, profile) => {
  expect(matches(condition, profile)).toBe(false);
  expect(matches(not(condition), profile)).toBe(true);
});

test('a missing number is neither below nor at or above', () => {
  expect(matches({ ...number, operator: 'lt', value: 5 }, person())).toBe(false);
  expect(matches({ ...number, operator: 'gte', value: 5 }, person())).toBe(false);
});

test.each([
  [person(), true],
  [person({ attributes: { x: '' } }), true],
  [person({ attributes: { x: [] } }), true],
  [person({ attributes: { x: ' ' } }), false],
  [person({ attributes: { x: 0 } }), false],
  [person({ attributes: { x: false } }), false],
  [person({ attributes: { x: [''] } }), false],
])('whether %j is empty does not depend on the kind that asks', (profile, expected) => {
  for (const kind of ['string', 'number', 'boolean', 'date', 'list'] as const) {
    const empty = { ...number, kind, operator: 'empty' };
    expect(matches(empty, profile)).toBe(expected);
    expect(matches(not(empty), profile)).toBe(!expected);
  }
});

test('each subject is read from its own place', () => {
  const profile = person({
    native: { id: 'n', firstSeen: Date.UTC(2026, 0, 1), sessions: 3, tags: ['vip'] },
    attributes: { id: 'c' },
    traits: { id: 't' },
    answers: new Map([[answerKey('x', 's'), 9]]),
    seen: new Set(['x']),
    completed: new Set(['y']),
    imports: new Set(['i']),
  });
  const where = context({
    experiences: new Map(['x', 'y'].map((id) => [id, { steps: new Set(['s']) }])),
    imports: new Set(['i', 'x']),
  });
  const id = (source: 'native' | 'custom' | 'trait', value: string): Condition => ({
    ...is('id', value),
    source,
  });
  const yes: Condition[] = [
    id('native', 'n'),
    id('custom', 'c'),
    id('trait', 't'),
    {
      type: 'attribute',
      source: 'native',
      key: 'firstSeen',
      kind: 'date',
      operator: 'on',
      value: '2026-01-01',
    },
    {
      type: 'attribute',
      source: 'native',
      key: 'sessions',
      kind: 'number',
      operator: 'eq',
      value: 3,
    },
    {
      type: 'attribute',
      source: 'native',
      key: 'tags',
      kind: 'list',
      operator: 'includesAny',
      value: ['vip'],
    },
    { type: 'answer', experienceId: 'x', stepId: 's', kind: 'number', operator: 'gte', value: 9 },
    { type: 'experience', experienceId: 'x', interaction: 'seen' },
    { type: 'experience', experienceId: 'y', interaction: 'completed' },
    { type: 'import', importId: 'i' },
  ];
  const no: Condition[] = [
    id('native', 'c'),
    id('trait', 'c'),
    { type: 'answer', experienceId: 'y', stepId: 's', kind: 'number', operator: 'gte', value: 9 },
    { type: 'experience', experienceId: 'y', interaction: 'seen' },
    { type: 'experience', experienceId: 'x', interaction: 'completed' },
    { type: 'import', importId: 'x' },
  ];
  const asked = (condition: Condition) =>
    evaluate(resolve(all(condition), where), profile, nobodyDid);
  expect(yes.map(asked)).toEqual(yes.map(() => true));
  expect(no.map(asked)).toEqual(no.map(() => false));
});

test('a date without a time is midnight in the time zone of the plan', () => {
  const profile = person({ attributes: { trial: '2026-03-29' } });
  const tree = all({
    ...number,
    key: 'trial',
    kind: 'date',
    operator: 'before',
    value: '2026-03-28T23:30:00Z',
  });
  expect(evaluate(planOf(tree, { timeZone: 'Europe/Paris' }), profile, nobodyDid)).toBe(true);
  expect(evaluate(planOf(tree, { timeZone: 'UTC' }), profile, nobodyDid)).toBe(false);
});

test.each<[Count | undefined, number[]]>([
  [undefined, [1, 2, 3, 4]],
  [{ operator: 'atLeast', value: 0 }, [0, 1, 2, 3, 4]],
  [{ operator: 'atLeast', value: 2 }, [2, 3, 4]],
  [{ operator: 'atMost', value: 2 }, [0, 1, 2]],
  [{ operator: 'exactly', value: 0 }, [0]],
  [{ operator: 'exactly', value: 2 }, [2]],
  [{ operator: 'between', value: [1, 3] }, [1, 2, 3]],
])('the count %j holds for %j occurrences', (count, expected) => {
  const filter = { key: 'big', kind: 'boolean', operator: 'is', value: true } as const;
  for (const where of [[], [filter]]) {
    const condition = event('e', { ...(count && { count }), where });
    const holding = [0, 1, 2, 3, 4].filter((times) => {
      const counted = Array.from({ length: times }, (_, i) => occurrence('e', i, { big: true }));
      const others = [
        occurrence('f', 5, { big: true }),
        { ...occurrence('e', 6), source: 'app' as const },
      ];
      const small =
        where.length > 0 ? [occurrence('e', 7, { big: false }), occurrence('e', 8)] : [];
      return matches(condition, person(), did(...small, ...counted, ...others));
    });
    expect(holding).toEqual(expected);
  }
});

test('occurrences count from the first instant of the window to the last', () => {
  const window = { operator: 'inLast', amount: 1, unit: 'day' } as const;
  const condition = event('e', { window });
  const happened = (at: string) => matches(condition, person(), did(occurrence('e', at)));
  // It is noon of June 15.
  expect(happened('2026-06-14T12:00:00.000Z')).toBe(false);
  expect(happened('2026-06-14T12:00:00.001Z')).toBe(true);
  expect(happened('2026-06-15T12:00:00.000Z')).toBe(true);
  expect(happened('2026-06-15T12:00:00.001Z')).toBe(false);
});

test('all filters must hold on the same occurrence', () => {
  const where = [
    { key: 'dollars', kind: 'number', operator: 'gte', value: 50 },
    { key: 'coupon', kind: 'string', operator: 'empty', not: true },
  ] as const;
  const condition = event('purchase', { where: [...where] });
  const dear = occurrence('purchase', 1, { dollars: 50 });
  const reduced = occurrence('purchase', 2, { dollars: 49, coupon: 'X' });
  const both = occurrence('purchase', 3, { dollars: 50, coupon: 'X' });
  expect(matches(condition, person(), did(dear, reduced))).toBe(false);
  expect(matches(condition, person(), did(dear, both))).toBe(true);
});

test('a negated filter holds on occurrences without the property', () => {
  const condition = event('e', {
    where: [{ key: 'k', kind: 'string', operator: 'is', value: ['x'], not: true }],
  });
  expect(matches(condition, person(), did(occurrence('e', 1)))).toBe(true);
  expect(matches(condition, person(), did(occurrence('e', 1, { k: 'x' })))).toBe(false);
  expect(matches(condition, person(), did())).toBe(false);
});

test('events are looked up only where they decide', () => {
  expect(matches(all(is('plan', 'Team'), event('e')), pro, noLookup)).toBe(false);
  expect(matches(any(is('plan', 'Pro'), event('e')), pro, noLookup)).toBe(true);
  expect(matches(event('e', { count: { operator: 'atLeast', value: 0 } }), pro, noLookup)).toBe(
    true,
  );
});

test('a saved segment is evaluated once for a user, however often and in whatever plan it is used', () => {
  const saved = segments({ buyer: all(event('purchase')) });
  const resolver = createResolver(context({ segments: saved }));
  const plans = [
    resolver.resolve(all(segment('buyer'), any(segment('buyer'), not(segment('buyer'))))),
    resolver.resolve(any(not(segment('buyer')))),
    resolver.resolve(all(segment('gone'))),
  ];
  const evaluateAll = prepareAll(plans);
  let lookups = 0;
  const counting = (events: EventLookup): EventLookup => ({
    find(...query) {
      lookups += 1;
      return events.find(...query);
    },
  });
  const buyer = counting(did(occurrence('purchase', 1)));
  expect(evaluateAll(person(), buyer)).toEqual([true, false, false]);
  expect(lookups).toBe(1);
  expect(evaluateAll(person(), counting(did()))).toEqual([false, true, false]);
  expect(lookups).toBe(2);
});

test('of several plans each is evaluated when it is asked for, and what they share once, moved or not', () => {
  const recent = event('purchase', { window: { operator: 'inLast', amount: 1, unit: 'day' } });
  const saved = segments({ buyer: all(recent) });
  const { now } = context();
  const resolver = createResolver(context({ segments: saved }));
  const plans = [
    resolver.resolve(all(segment('buyer'))),
    resolver.resolve(all(segment('gone'))),
    resolver.resolveSegment('buyer'),
  ];
  const judgeAt = prepareForAnyTime(plans);
  for (const at of [undefined, now + 60_000]) {
    let lookups = 0;
    const events = did(occurrence('purchase', now));
    const isIn = judgeAt(at)(person(), {
      find(...query) {
        lookups += 1;
        return events.find(...query);
      },
    });
    expect(lookups).toBe(0);
    expect([isIn(2), isIn(1), isIn(0), isIn(2), isIn(3)]).toEqual([true, false, true, true, false]);
    expect(lookups).toBe(1);
  }
});

test('plans prepared for any time are judged as if they had been resolved at that time', () => {
  const tree = any(
    all(
      event('purchase', { window: { operator: 'inLast', amount: 1, unit: 'hour' } }),
      not(event('purchase', { count: { operator: 'atLeast', value: 2 } })),
    ),
    {
      type: 'attribute',
      source: 'custom',
      key: 'renews',
      kind: 'date',
      operator: 'inNext',
      value: { amount: 1, unit: 'hour' },
    },
  );
  const hourMs = 60 * 60 * 1000;
  const { now } = context();
  const judgeAt = prepareForAnyTime([createResolver(context()).resolve(tree)]);
  const renewing = person({ attributes: { renews: new Date(now + 3 * hourMs).toISOString() } });
  const bought = did(occurrence('purchase', now));
  const verdicts = [0, 3, 0, 1, -1, 2, 2.5].map((hours) => {
    const at = now + hours * hourMs;
    const verdict = judgeAt(at)(renewing, bought)(0);
    const resolvedThen = createResolver(context({ now: at })).resolve(tree);
    expect(prepare(resolvedThen)(renewing, bought)).toBe(verdict);
    return verdict;
  });
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
  expect(judgeAt()(renewing, bought)(0)).toBe(verdicts[0]);
});

test('an evaluator remembers nothing from one user to the next', () => {
  const saved = segments({ s: all(is('plan', 'Pro')) });
  const evaluator = prepare(planOf(all(segment('s'), segment('s')), { segments: saved }));
  expect([pro, person(), pro].map((profile) => evaluator(profile, nobodyDid))).toEqual([
    true,
    false,
    true,
  ]);
});

test('evaluateTree resolves and evaluates at the instant given', () => {
  const tree = all(event('e', { window: { operator: 'inLast', amount: 1, unit: 'hour' } }));
  const { now: _, ...rest } = context();
  const events = did(occurrence('e', '2030-01-01T00:00:00Z'));
  const at = (text: string) => evaluateTree(tree, person(), events, Date.parse(text), rest);
  expect(at('2029-12-31T23:59:59.999Z')).toBe(false);
  expect(at('2030-01-01T00:59:59.999Z')).toBe(true);
  expect(at('2030-01-01T01:00:00.000Z')).toBe(false);
});
