import fc from 'fast-check';
import { nativeFields } from '../../src/categories/native-fields.ts';
import type { Condition, Count, Kind, ValueTest, Window } from '../../src/tree.ts';
import { from } from './arbitrary-person.ts';
import {
  arbitraryTest,
  datesInOrder,
  everyOperator,
  negation,
  testWith,
} from './arbitrary-test.ts';
import type { World } from './arbitrary-world.ts';

/** Saved segments that trees of a world may name; each names only those before it. */
export const segmentIds = ['first', 'second', 'third'] as const;

/** One condition of any type; `segments` says how many of the saved segments it may name. */
export function arbitraryCondition(world: World, segments: number): fc.Arbitrary<Condition> {
  return fc.oneof(
    { weight: 8, arbitrary: arbitraryValueCondition(world) },
    { weight: 5, arbitrary: arbitraryEvent(world, anyCount, anyWindow(world)) },
    { weight: 1, arbitrary: arbitraryExperience(world) },
    { weight: 1, arbitrary: arbitraryImport(world) },
    { weight: segments > 0 ? 2 : 0, arbitrary: arbitrarySegment(segments) },
  );
}

/**
 * Conditions in which every operator occurs with every kind, every count and every window, saved
 * segments aside: so that none is left to chance.
 */
export function everyCondition(world: World): fc.Arbitrary<Condition[]> {
  const tests = everyOperator.map(([kind, operator]) =>
    testWith(world, kind, operator).chain((test) => arbitraryHolder(world, kind, test)),
  );
  const counts = countOperators.map((operator) =>
    arbitraryEvent(world, arbitraryCount(operator), anyWindow(world)),
  );
  const windows = windowOperators.map((operator) =>
    arbitraryEvent(world, anyCount, arbitraryWindow(world, operator)),
  );
  return fc.tuple(
    ...tests,
    ...counts,
    ...windows,
    arbitraryExperience(world),
    arbitraryImport(world),
  );
}

function arbitraryValueCondition(world: World): fc.Arbitrary<Condition> {
  return arbitraryTest(world).chain((test) => arbitraryHolder(world, test.kind, test));
}

/** The test of a value of any that can have its kind. */
function arbitraryHolder(world: World, kind: Kind, test: ValueTest): fc.Arbitrary<Condition> {
  const key = from(world.keys);
  const name = from(world.names);
  const natives = nativeFields.filter((field) => field.kind === kind);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('custom' as const, 'trait' as const), key)
        .map(([source, of]) => ({ type: 'attribute' as const, source, key: of, ...test })),
    },
    {
      weight: natives.length > 0 ? 2 : 0,
      arbitrary: from(natives.length > 0 ? natives : nativeFields).map((field) => ({
        type: 'attribute' as const,
        source: 'native' as const,
        key: field.key,
        ...test,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(name, name).map(([experienceId, stepId]) => ({
        type: 'answer' as const,
        experienceId,
        stepId,
        ...test,
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(arbitraryEvent(world, anyCount, anyWindow(world)), from(propertyKeys(world)))
        .map(([event, of]) => ({ ...event, where: [{ key: of, ...test }] })),
    },
  );
}

/** The keys that properties of events have: few, so that filters find some. */
function propertyKeys(world: World): readonly string[] {
  return world.keys.slice(0, 3);
}

function arbitraryEvent(
  world: World,
  anyOfCount: fc.Arbitrary<Count | undefined>,
  anyOfWindow: fc.Arbitrary<Window | undefined>,
) {
  const filter = fc
    .tuple(from(propertyKeys(world)), arbitraryTest(world))
    .map(([key, test]) => ({ key, ...test }));
  return fc
    .record({
      source: fc.constantFrom('app' as const, 'segment' as const),
      name: from(world.names.slice(0, 2)),
      count: anyOfCount,
      window: anyOfWindow,
      where: fc.option(fc.array(filter, { maxLength: 2 }), { nil: undefined }),
      negation,
    })
    .map(({ source, name, count, window, where, negation: not }) => ({
      type: 'event' as const,
      source,
      name,
      ...(count && { count }),
      ...(window && { window }),
      ...(where && { where }),
      ...not,
    }));
}

const countOperators: readonly Count['operator'][] = ['atLeast', 'atMost', 'exactly', 'between'];

function arbitraryCount(operator: Count['operator']): fc.Arbitrary<Count> {
  if (operator !== 'between') return fc.nat(3).map((value) => ({ operator, value }));
  return fc
    .tuple(fc.nat(3), fc.nat(3))
    .map(([low, more]) => ({ operator, value: [low, low + more] }));
}

const anyCount = fc.option(from(countOperators).chain(arbitraryCount), { nil: undefined });

const windowOperators: readonly Window['operator'][] = [
  'ever',
  'inLast',
  'moreThanAgo',
  'between',
  'before',
  'after',
];

function arbitraryWindow(world: World, operator: Window['operator']): fc.Arbitrary<Window> {
  const date = from(world.dates);
  switch (operator) {
    case 'ever':
      return fc.constant({ operator });
    case 'inLast':
    case 'moreThanAgo':
      return from(world.spans).map((span) => ({ operator, ...span }));
    case 'before':
    case 'after':
      return date.map((at) => ({ operator, at }));
    case 'between':
      return fc.tuple(date, date).map(([a, b]) => {
        const [start, end] = datesInOrder(world, a, b);
        return { operator, from: start, to: end };
      });
  }
}

function anyWindow(world: World): fc.Arbitrary<Window | undefined> {
  const window = from(windowOperators).chain((operator) => arbitraryWindow(world, operator));
  return fc.option(window, { nil: undefined });
}

function arbitraryExperience(world: World): fc.Arbitrary<Condition> {
  return fc
    .tuple(from(world.names), fc.constantFrom('seen' as const, 'completed' as const), negation)
    .map(([experienceId, interaction, not]) => ({
      type: 'experience',
      experienceId,
      interaction,
      ...not,
    }));
}

function arbitraryImport(world: World): fc.Arbitrary<Condition> {
  return fc
    .tuple(from(world.names), negation)
    .map(([importId, not]) => ({ type: 'import', importId, ...not }));
}

function arbitrarySegment(segments: number): fc.Arbitrary<Condition> {
  return fc
    .tuple(from(segmentIds.slice(0, Math.max(segments, 1))), negation)
    .map(([segmentId, not]) => ({ type: 'segment', segmentId, ...not }));
}
