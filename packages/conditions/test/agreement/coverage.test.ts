import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kinds, operatorsOf } from '../../src/find-operator.ts';
import type { Condition } from '../../src/tree.ts';
import { everyCondition } from './arbitrary-condition.ts';
import { aloneInTree } from './arbitrary-tree.ts';
import { evaluateAll } from './both-engines.ts';
import { arbitraryScenario, resolveAll, toContext } from './scenario.ts';

// Two engines agree on what is true of nobody whatever they do: the random conditions must meet the
// random people. With a fixed seed, since this is about the generators.

test('every operator is true of some and false of some', () => {
  const scenario = arbitraryScenario(80, (world) =>
    everyCondition(world).map((conditions) =>
      conditions.map((condition) => aloneInTree({ ...condition, not: false })),
    ),
  );
  const answers = new Map<string, Set<boolean>>();
  for (const { world, persons, segments, trees } of fc.sample(scenario, { seed: 6, numRuns: 30 })) {
    const plans = resolveAll(toContext(world, segments), trees);
    const verdicts = evaluateAll(persons, plans);
    for (const [i, tree] of trees.entries()) {
      for (const feature of listFeatures(tree.children[0] as Condition)) {
        const seen = answers.get(feature) ?? new Set();
        for (const row of verdicts) seen.add(row[i] === true);
        answers.set(feature, seen);
      }
    }
  }
  const unmet = expectedFeatures().filter((feature) => answers.get(feature)?.size !== 2);
  expect(unmet).toEqual([]);
});

function listFeatures(condition: Condition): string[] {
  switch (condition.type) {
    case 'attribute':
      return [`attribute ${condition.kind} ${condition.operator}`];
    case 'answer':
      return [`answer ${condition.kind}`];
    case 'event':
      return [
        `count ${condition.count?.operator ?? 'default'}`,
        `window ${condition.window?.operator ?? 'default'}`,
        ...(condition.where ?? []).map(({ kind, operator }) => `where ${kind} ${operator}`),
      ];
    case 'experience':
      return [condition.interaction];
    default:
      return [condition.type];
  }
}

function expectedFeatures(): string[] {
  const tests = kinds.flatMap((kind) => operatorsOf(kind).map(({ name }) => `${kind} ${name}`));
  return [
    ...tests.map((one) => `attribute ${one}`),
    ...kinds.map((kind) => `answer ${kind}`),
    ...['default', 'atLeast', 'atMost', 'exactly', 'between'].map((one) => `count ${one}`),
    ...['default', 'ever', 'inLast', 'moreThanAgo', 'between', 'before', 'after'].map(
      (one) => `window ${one}`,
    ),
    ...tests.map((one) => `where ${one}`),
    'seen',
    'completed',
    'import',
  ];
}
