import { createResolver, type Plan, parseTree } from '@muster/conditions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIndexQuestions, type IndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createSegmentAudiences } from '../../src/modules/segments/segment-audiences.ts';
import type { Project } from '../../src/store/store.ts';
import { allOf, isOneOf, openTestHouse, projectId, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;
let project: Project;
/** How many conditions each statement counted. */
let asked: number[];
let questions: IndexQuestions;
const { signal } = new AbortController();

beforeEach(async () => {
  house = await openTestHouse();
  const found = await house.store.read((tx) => tx.project(projectId));
  if (found === undefined) throw new Error('There is no project.');
  project = found;
  asked = [];
  const real = createIndexQuestions(house);
  questions = {
    ...real,
    ask(statement, options) {
      asked.push(statement.text.split('countIf(').length - 1);
      return real.ask(statement, options);
    },
  };
  await join('a', 'Pro');
  await join('b', 'Pro');
  await join('c', 'Free');
});

afterEach(() => house.close());

const join = (userId: string, plan: string) =>
  house.send({ type: 'identify', userId, traits: { plan } });

function toPlans(...names: string[]): Plan[] {
  const nothing = { segments: new Map(), experiences: new Map(), imports: new Set<string>() };
  const resolver = createResolver({ now: house.clock.now, timeZone: 'UTC', ...nothing });
  return names.map((name) => {
    const parsed = parseTree(allOf(isOneOf('plan', name)));
    if (!parsed.ok) throw new Error('The tree does not parse.');
    return resolver.resolve(parsed.value);
  });
}

test('parts are told as they are counted, in the order of the plans', async () => {
  const audiences = createSegmentAudiences(questions, 2);
  const told: (number | undefined)[][] = [];
  const plans = toPlans('Pro', 'Free', 'None');
  const counts = await audiences.count(project, plans, signal, (part) => told.push([...part]));
  expect(counts).toEqual([2, 1, 0]);
  expect(told).toEqual([
    [2, 1, undefined],
    [2, 1, 0],
  ]);
  expect(asked).toEqual([2, 1]);
});

test('what is remembered is told at once, whatever else was counted meanwhile, until data changes', async () => {
  const audiences = createSegmentAudiences(questions, 2);
  await audiences.count(project, toPlans('Pro', 'Free'), signal);
  await audiences.count(project, toPlans('None'), signal);
  const told: (number | undefined)[][] = [];
  const plans = toPlans('Other', 'Pro', 'Free');
  await audiences.count(project, plans, signal, (part) => told.push([...part]));
  expect(told).toEqual([
    [undefined, 2, 1],
    [0, 2, 1],
  ]);
  expect(asked).toEqual([2, 1, 1]);
  await join('d', 'Pro');
  expect(await audiences.count(project, toPlans('Pro'), signal)).toEqual([3]);
});

test('what was counted before it was given up is not counted again', async () => {
  const audiences = createSegmentAudiences(questions, 1);
  const stop = new AbortController();
  const plans = toPlans('Pro', 'Free');
  const given = audiences.count(project, plans, stop.signal, () => stop.abort());
  await expect(given).rejects.toThrow();
  expect(await audiences.count(project, plans, signal)).toEqual([2, 1]);
  // The first of both, the second that was given up, and the second again.
  expect(asked).toEqual([1, 1, 1]);
});
