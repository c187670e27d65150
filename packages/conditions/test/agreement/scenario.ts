import fc from 'fast-check';
import type { Plan, ValidPlan } from '../../src/plan.ts';
import { createResolver, type ResolveContext } from '../../src/resolve.ts';
import type { Group } from '../../src/tree.ts';
import { segmentIds } from './arbitrary-condition.ts';
import { arbitraryPerson, type Person } from './arbitrary-person.ts';
import { arbitraryTree } from './arbitrary-tree.ts';
import { arbitraryWorld, type World } from './arbitrary-world.ts';

/** A population and the trees to ask about it. */
export interface Scenario {
  world: World;
  persons: Person[];
  segments: SavedTrees;
  trees: Group[];
}

/** Trees of saved segments by id. */
export type SavedTrees = ReadonlyMap<string, Group>;

/** So many people and the trees that `toTrees` makes, which may name the saved segments. */
export function arbitraryScenario(
  persons: number,
  toTrees: (world: World) => fc.Arbitrary<Group[]>,
): fc.Arbitrary<Scenario> {
  return arbitraryWorld.chain((world) =>
    fc.record({
      world: fc.constant(world),
      persons: exactly(persons, arbitraryPerson(world)),
      segments: fc
        .tuple(arbitraryTree(world, 0), arbitraryTree(world, 1), arbitraryTree(world, 2))
        .map((saved) => new Map(saved.map((tree, i) => [segmentIds[i] ?? '', tree]))),
      trees: toTrees(world),
    }),
  );
}

/** So many trees of any shape. */
export function anyTrees(count: number): (world: World) => fc.Arbitrary<Group[]> {
  return (world) => exactly(count, arbitraryTree(world));
}

export function exactly<T>(length: number, element: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(element, { minLength: length, maxLength: length });
}

/** Everything that a tree of this world names exists. */
export function toContext({ clock, names }: World, segments: SavedTrees): ResolveContext {
  const steps = new Set(names);
  return {
    ...clock,
    experiences: new Map(names.map((id) => [id, { steps }])),
    imports: new Set(names),
    segments: new Map([...segments].map(([id, conditions]) => [id, { name: id, conditions }])),
  };
}

/** The plans of these trees at one instant; a tree that is not valid is a mistake of the test. */
export function resolveAll(context: ResolveContext, trees: readonly Group[]): ValidPlan[] {
  const resolver = createResolver(context);
  return trees.map((tree) => expectValid(resolver.resolve(tree)));
}

function expectValid(plan: Plan): ValidPlan {
  if (plan.valid) return plan;
  throw new Error(`The test made an invalid tree: ${JSON.stringify(plan.problems)}`);
}
