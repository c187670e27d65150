import { afterAll, beforeAll, expect, test } from 'vitest';
import { createResolver } from '../../src/resolve.ts';
import { evaluateAll, openTestIndex, type TestIndex } from './both-engines.ts';
import { makePerson } from './case.ts';

// Nothing broken ever widens an audience: not negated, not beside something that is true.

let index: TestIndex;
let project: number;
const persons = [makePerson({}), makePerson({ attributes: [['plan', 'Pro']] })];
beforeAll(async () => {
  index = await openTestIndex();
  project = await index.fill(persons, 'UTC');
});
afterAll(() => index.close());

const isEmpty = {
  type: 'attribute',
  source: 'custom',
  key: 'plan',
  kind: 'string',
  operator: 'empty',
};
/** True of everybody, and so what stands beside it should not matter in an OR. */
const everybody = group('any', isEmpty, { ...isEmpty, not: true });

const trees: [segmentId: string, tree: unknown][] = [
  ['fine', everybody],
  ['odd', group('any', everybody, { ...isEmpty, operator: 'soundsLike' })],
  ['outer', group('any', everybody, segment('inner', true))],
  ['inner', group('any', everybody, segment('gone', true))],
  ['loop', group('any', everybody, segment('back', true))],
  ['back', group('any', everybody, segment('loop', true))],
  ['hollow', group('all')],
  ['text', JSON.stringify(everybody)],
];
const resolver = createResolver({
  now: Date.parse('2026-03-29T12:00:00.000Z'),
  timeZone: 'UTC',
  segments: new Map(trees.map(([id, conditions]) => [id, { name: id, conditions }])),
  experiences: new Map([['here', { steps: new Set(['start']) }]]),
  imports: new Set(),
});

test('what is whole matches', async () => {
  expect(await ask(everybody)).toEqual(['evaluator: 2', 'ClickHouse: 2']);
  expect(await ask(group('all', segment('fine', false)))).toEqual([
    'evaluator: 2',
    'ClickHouse: 2',
  ]);
});

test.each<[what: string, condition: object]>([
  ['a segment that is gone', segment('gone', false)],
  ['a segment with an unknown operator', segment('odd', false)],
  ['a segment of a segment of a segment that is gone', segment('outer', false)],
  ['a segment that is in itself', segment('loop', false)],
  ['an empty segment', segment('hollow', false)],
  ['a segment that is no tree', segment('text', false)],
  ['an experience that is gone', { type: 'experience', experienceId: 'gone', interaction: 'seen' }],
  ['an answer to a step that is gone', answer('here', 'gone')],
  ['an answer in an experience that is gone', answer('gone', 'start')],
  ['an import that is gone', { type: 'import', importId: 'gone' }],
  ['an unknown operator', { ...isEmpty, operator: 'soundsLike' }],
  ['an operator of another kind', { ...isEmpty, operator: 'gte', value: 5 }],
  ['an unknown type', { type: 'moonPhase' }],
  ['an unknown field', { ...isEmpty, caseSensitive: true }],
  ['an unknown window', { ...did('buy'), window: { operator: 'lately' } }],
  ['an unknown count', { ...did('buy'), count: { operator: 'often', value: 3 } }],
  [
    'a broken property filter',
    { ...did('buy'), where: [{ key: 'a', kind: 'string', operator: 'odd' }] },
  ],
])('%s', async (_what, condition) => {
  for (const broken of [condition, { ...condition, not: true }]) {
    expect(await ask(group('all', broken))).toEqual(['evaluator: 0', 'ClickHouse: 0']);
    expect(await ask(group('any', everybody, group('all', broken)))).toEqual([
      'evaluator: 0',
      'ClickHouse: 0',
    ]);
  }
});

/** How many match, by each engine, by list and by count. */
async function ask(tree: object): Promise<string[]> {
  const plan = resolver.resolve(tree);
  const evaluated = evaluateAll(persons, [plan]).filter(([verdict]) => verdict).length;
  const asked = (await index.ask(project, [plan])).filter(([verdict]) => verdict).length;
  expect(await index.count(project, [plan])).toEqual([asked]);
  expect(await index.list(project, plan)).toHaveLength(asked);
  return [`evaluator: ${evaluated}`, `ClickHouse: ${asked}`];
}

function group(match: 'all' | 'any', ...children: object[]): object {
  return { type: 'group', match, children };
}

function segment(segmentId: string, not: boolean): object {
  return { type: 'segment', segmentId, not };
}

function answer(experienceId: string, stepId: string): object {
  return { type: 'answer', experienceId, stepId, kind: 'string', operator: 'empty' };
}

function did(name: string): object {
  return { type: 'event', source: 'app', name };
}
