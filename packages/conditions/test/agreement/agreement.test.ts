import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arbitraryCondition } from './arbitrary-tree.ts';
import { openTestIndex, type TestIndex } from './both-engines.ts';
import { makePerson } from './case.ts';
import { answer, expectAgreement } from './expect-agreement.ts';
import { regressions } from './regressions.ts';
import { triesTimeoutMs, tryMany } from './runs.ts';
import { arbitraryScenario } from './scenario.ts';

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
        tree: tree.type === 'group' ? tree : { type: 'group', match: 'all', children: [tree] },
        segments: new Map(segments),
        person: makePerson(person),
      });
      expect(answers).toEqual({ evaluated: expected, asked: expected });
    },
  );
});

describe('the evaluator and ClickHouse agree', () => {
  test(
    'on single conditions',
    async () => {
      const scenario = arbitraryScenario({ persons: 80, trees: 40 }, (world) =>
        arbitraryCondition(world, 0).map((condition) => ({
          type: 'group',
          match: 'all',
          children: [condition],
        })),
      );
      await tryMany(scenario, 25, (given) => expectAgreement(index, given));
    },
    triesTimeoutMs,
  );

  test(
    'on trees',
    async () => {
      const scenario = arbitraryScenario({ persons: 60, trees: 15 });
      await tryMany(scenario, 25, (given) => expectAgreement(index, given));
    },
    triesTimeoutMs,
  );
});
