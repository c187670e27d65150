import fc from 'fast-check';
import type { Condition, Group, PropertyFilter, ValueTest, Window } from '../src/tree.ts';
import type { World } from './agreement/arbitrary-world.ts';

/** A tree of few conditions, nearly all of which change by the passing of time. */
export function arbitraryMovingTree(world: World): fc.Arbitrary<Group> {
  const leaf = fc.oneof(movingAttribute(world), movingEvent(world), movingEvent(world));
  const match = fc.constantFrom('all' as const, 'any' as const);
  const type = fc.constant('group' as const);
  const inner = fc.record({
    type,
    match,
    children: fc.array(leaf, { minLength: 1, maxLength: 2 }),
  });
  const child = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: inner });
  return fc.record({ type, match, children: fc.array(child, { minLength: 1, maxLength: 2 }) });
}

function movingTest(world: World): fc.Arbitrary<ValueTest> {
  return fc.record({
    kind: fc.constant('date' as const),
    operator: fc.constantFrom('inLast', 'moreThanAgo', 'inNext'),
    value: fc.constantFrom(...world.spans),
    not: fc.boolean(),
  });
}

function movingAttribute(world: World): fc.Arbitrary<Condition> {
  const native = ['firstSeen', 'lastActivity', 'created'].map((key) => ({
    source: 'native' as const,
    key,
  }));
  const custom = world.keys.map((key) => ({ source: 'custom' as const, key }));
  return fc
    .tuple(fc.constantFrom(...native, ...custom), movingTest(world))
    .map(([subject, test]) => ({ type: 'attribute', ...subject, ...test }));
}

function movingEvent(world: World): fc.Arbitrary<Condition> {
  const filter = fc
    .tuple(fc.constantFrom(...world.keys.slice(0, 3)), movingTest(world))
    .map(([key, test]) => ({ key, ...test }));
  const window = fc
    .tuple(
      fc.constantFrom('inLast' as const, 'moreThanAgo' as const),
      fc.constantFrom(...world.spans),
    )
    .map(([operator, span]): Window => ({ operator, ...span }));
  return fc.record({
    type: fc.constant('event' as const),
    source: fc.constantFrom('app' as const, 'segment' as const),
    name: fc.constantFrom(...world.names.slice(0, 2)),
    count: fc.record({
      operator: fc.constantFrom('atLeast' as const, 'exactly' as const, 'atMost' as const),
      value: fc.nat(2),
    }),
    window: fc.oneof(
      { weight: 4, arbitrary: window },
      { weight: 1, arbitrary: fc.constant<Window>({ operator: 'ever' }) },
    ),
    where: fc.oneof(
      { weight: 3, arbitrary: fc.constant<PropertyFilter[]>([]) },
      { weight: 1, arbitrary: fc.array(filter, { maxLength: 2 }) },
    ),
    not: fc.boolean(),
  });
}
