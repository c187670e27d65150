import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyCondition } from './arbitrary-condition.ts';
import { aloneInTree } from './arbitrary-tree.ts';
import { openTestIndex, type TestIndex } from './both-engines.ts';
import { makePerson } from './case.ts';
import { answer, expectAgreement } from './expect-agreement.ts';
import { regressions } from './regressions.ts';
import { triesTimeoutMs, tryMany } from './runs.ts';
import { anyTrees, arbitraryScenario } from './scenario.ts';

// The evaluator and a real ClickHouse are asked the same. What was wrong once comes first.

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());

describe('what was wrong once', () => {
  test.each(regressions.map((regression) => [regression.name, regression] as const))(
    '%s',
    async (_name, { timeZone, now, tree, segments, person, expect: expected }) => {
      const answers = await answer(index, {
        clock: {
          timeZone: timeZone ?? 'UTC',
          now: Date.parse(now ?? '2026-03-29T12:00:00.000Z'),
        },
        tree: tree.type === 'group' ? tree : aloneInTree(tree),
        segments: new Map(segments),
        person: makePerson(person),
      });
      expect(answers).toEqual({ evaluated: expected, asked: expected });
    },
  );
});

describe('the evaluator and ClickHouse agree', () => {
  test(
    'on every operator, count and window, one condition at a time',
    async () => {
      const scenario = arbitraryScenario(80, (world) =>
        everyCondition(world).map((conditions) => conditions.map(aloneInTree)),
      );
      await tryMany(scenario, 50, (given) => expectAgreement(index, given));
    },
    triesTimeoutMs,
  );

  test(
    'on trees',
    async () => {
      const scenario = arbitraryScenario(60, anyTrees(15));
      await tryMany(scenario, 30, (given) => expectAgreement(index, given));
    },
    triesTimeoutMs,
  );
});
