import fc from 'fast-check';
import type { Condition, Group, Match, TreeNode } from '../../src/tree.ts';
import { arbitraryCondition, segmentIds } from './arbitrary-condition.ts';
import type { World } from './arbitrary-world.ts';

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

/** A tree of one condition: nothing beside it hides what it answers. */
export function aloneInTree(condition: Condition): Group {
  return { type: 'group', match: 'all', children: [condition] };
}

const match = fc.constantFrom<Match>('all', 'any');

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
        aloneInTree(innermost),
      ),
    );
}
