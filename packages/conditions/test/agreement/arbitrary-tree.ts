import fc from 'fast-check';
import { nativeFields } from '../../src/categories/native-fields.ts';
import { kinds, operatorsOf } from '../../src/find-operator.ts';
import { parseIsoDate } from '../../src/iso-date.ts';
import type { Editor } from '../../src/operator.ts';
import type {
  Condition,
  Count,
  Group,
  Kind,
  Match,
  PropertyFilter,
  TreeNode,
  ValueTest,
  Window,
} from '../../src/tree.ts';
import { from } from './arbitrary-person.ts';
import type { World } from './arbitrary-world.ts';

/** Saved segments that any tree of a world may name; they name only those before them. */
export const segmentIds = ['first', 'second', 'third'] as const;

/** A tree of every type of condition, seldom deep, sometimes as deep as is allowed. */
export function arbitraryTree(
  world: World,
  segments: number = segmentIds.length,
): fc.Arbitrary<Group> {
  const leaf = arbitraryCondition(world, segments);
  return fc.oneof(
    { weight: 6, arbitrary: arbitraryGroup(leaf, 2) },
    { weight: 3, arbitrary: arbitraryGroup(leaf, 4) },
    { weight: 1, arbitrary: arbitraryChain(leaf, 8) },
  );
}

function arbitraryGroup(leaf: fc.Arbitrary<Condition>, depth: number): fc.Arbitrary<Group> {
  const child: fc.Arbitrary<TreeNode> =
    depth === 1
      ? leaf
      : fc.oneof(
          { weight: 2, arbitrary: leaf },
          { weight: 1, arbitrary: arbitraryGroup(leaf, depth - 1) },
        );
  return fc.record({
    type: fc.constant('group' as const),
    match,
    children: fc.array(child, { minLength: 1, maxLength: 4 }),
  });
}

/** Groups in one another down to `depth`, each with a condition beside the next group. */
function arbitraryChain(leaf: fc.Arbitrary<Condition>, depth: number): fc.Arbitrary<Group> {
  const level = fc.record({ match, leaf, isLeafFirst: fc.boolean() });
  return fc
    .tuple(fc.array(level, { minLength: depth - 1, maxLength: depth - 1 }), leaf)
    .map(([levels, innermost]) =>
      levels.reduce<Group>(
        (inner, { match: joined, leaf: beside, isLeafFirst }) => ({
          type: 'group',
          match: joined,
          children: isLeafFirst ? [beside, inner] : [inner, beside],
        }),
        { type: 'group', match: 'all', children: [innermost] },
      ),
    );
}

const match = fc.constantFrom<Match>('all', 'any');
/** `not` absent, false and true: the first two mean the same. */
const negation = fc.constantFrom<{ not?: boolean }[]>({}, {}, { not: false }, { not: true });

/** One condition of any type; `segments` says how many of the saved segments it may name. */
export function arbitraryCondition(world: World, segments: number): fc.Arbitrary<Condition> {
  const name = from(world.names);
  const attribute = fc.oneof(
    from(nativeFields).chain(({ key, kind }) =>
      arbitraryTest(world, kind).map((test) => ({ source: 'native' as const, key, ...test })),
    ),
    fc
      .tuple(fc.constantFrom('custom' as const, 'trait' as const), from(world.keys), anyTest(world))
      .map(([source, key, test]) => ({ source, key, ...test })),
  );
  const segment = from(segmentIds.slice(0, Math.max(segments, 1)));
  return fc.oneof(
    { weight: 8, arbitrary: attribute.map((test) => ({ type: 'attribute' as const, ...test })) },
    { weight: 5, arbitrary: arbitraryEventCondition(world) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(name, fc.constantFrom('seen' as const, 'completed' as const), negation)
        .map(([experienceId, interaction, not]) => ({
          type: 'experience' as const,
          experienceId,
          interaction,
          ...not,
        })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(name, name, anyTest(world)).map(([experienceId, stepId, test]) => ({
        type: 'answer' as const,
        experienceId,
        stepId,
        ...test,
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(name, negation)
        .map(([importId, not]) => ({ type: 'import' as const, importId, ...not })),
    },
    {
      weight: segments > 0 ? 2 : 0,
      arbitrary: fc
        .tuple(segment, negation)
        .map(([segmentId, not]) => ({ type: 'segment' as const, segmentId, ...not })),
    },
  );
}

function arbitraryEventCondition(world: World): fc.Arbitrary<Condition> {
  return fc
    .record({
      source: fc.constantFrom('app' as const, 'segment' as const),
      name: from(world.names.slice(0, 2)),
      count: fc.option(arbitraryCount, { nil: undefined }),
      window: fc.option(arbitraryWindow(world), { nil: undefined }),
      where: fc.option(fc.array(arbitraryFilter(world), { maxLength: 2 }), { nil: undefined }),
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

const arbitraryCount: fc.Arbitrary<Count> = fc.oneof(
  fc.record({
    operator: fc.constantFrom('atLeast' as const, 'atMost' as const, 'exactly' as const),
    value: fc.nat(4),
  }),
  fc.tuple(fc.nat(3), fc.nat(3)).map(
    ([low, more]): Count => ({
      operator: 'between',
      value: [low, low + more],
    }),
  ),
);

function arbitraryWindow(world: World): fc.Arbitrary<Window> {
  const date = from(world.dates);
  return fc.oneof(
    fc.constant<Window>({ operator: 'ever' }),
    fc
      .tuple(fc.constantFrom('inLast' as const, 'moreThanAgo' as const), from(world.spans))
      .map(([operator, span]) => ({ operator, ...span })),
    fc
      .tuple(fc.constantFrom('before' as const, 'after' as const), date)
      .map(([operator, at]) => ({ operator, at })),
    fc.tuple(date, date).map(([a, b]): Window => {
      const [start, end] = datesInOrder(world, a, b);
      return { operator: 'between', from: start, to: end };
    }),
  );
}

function arbitraryFilter(world: World): fc.Arbitrary<PropertyFilter> {
  return fc
    .tuple(from(world.keys.slice(0, 3)), anyTest(world))
    .map(([key, test]) => ({ key, ...test }));
}

function anyTest(world: World): fc.Arbitrary<ValueTest> {
  return fc.oneof(...kinds.map((kind) => arbitraryTest(world, kind)));
}

/** Any operator of the kind with any operand that its editor can make. */
function arbitraryTest(world: World, kind: Kind): fc.Arbitrary<ValueTest> {
  return from(operatorsOf(kind)).chain((operator) =>
    fc.tuple(arbitraryOperand(world, operator.editor), negation).map(([value, not]) => ({
      kind,
      operator: operator.name,
      ...(value !== undefined && { value }),
      ...not,
    })),
  );
}

function arbitraryOperand(world: World, editor: Editor): fc.Arbitrary<unknown> {
  const text = from([...world.texts, ...world.dateLikes]);
  switch (editor) {
    case 'none':
      return fc.constant(undefined);
    case 'string':
      return text;
    case 'strings':
      return fc.array(text, { minLength: 1, maxLength: 3 });
    case 'number':
      return from(world.numbers);
    case 'number-range':
      return fc
        .tuple(from(world.numbers), from(world.numbers))
        .map(([a, b]) => (a > b ? [b, a] : [a, b]));
    case 'boolean':
      return fc.boolean();
    case 'date':
      return from(world.dates);
    case 'date-range':
      return fc
        .tuple(from(world.dates), from(world.dates))
        .map(([a, b]) => datesInOrder(world, a, b));
    case 'span':
      return from(world.spans);
    case 'values':
      return fc.array(from(world.scalars), { minLength: 1, maxLength: 3 });
  }
}

/** Two dates as a range needs them: the end that is earlier in the world's zone first. */
function datesInOrder({ clock }: World, a: string, b: string): [from: string, to: string] {
  const [first, second] = [a, b].map((text) => parseIsoDate(text, clock.timeZone)?.instant ?? 0);
  return (first ?? 0) > (second ?? 0) ? [b, a] : [a, b];
}
