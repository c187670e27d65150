import type { Value } from '@muster/conditions';
import type { AnalyticsBody, QuestionResultBody } from '@muster/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allOf, isOneOf } from '../http/test-house.ts';
import { type AnalyticsHouse, type Happened, openSurveyHouse } from './analytics-house.ts';
import { countNaively } from './naive-analytics.ts';

let house: AnalyticsHouse;

beforeAll(async () => {
  ({ house } = await openSurveyHouse());
});

afterAll(() => house.close());

const timeZones = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'];
/** Half hours around both changes of clocks of 2026 in Paris, each moment by a millisecond or so. */
const moments = [
  ...[...Array(160).keys()].map((i) => Date.parse('2026-03-27T12:00:00Z') + i * 1_800_000),
  ...[...Array(160).keys()].map((i) => Date.parse('2026-10-23T12:00:00Z') + i * 1_800_000),
].flatMap((at) => [at - 1, at]);
// What some kind of question takes, also of another step's: none takes a boolean.
const values: Value[] = [0, 3, 5, 6, 7, 9, 10, 11, 7.5, -1, 99.9, 100, 'Tea', 'Cocoa', '9', ''];
const lists: Value[] = [[], ['A'], ['A', 'C'], ['B', 'Z', 'Y'], ['A', 'A'], [5]];
const steps = ['nps', 'scale', 'slider', 'single', 'multiple', 'text', 'gone'];
const users = ['ada', 'bob', 'cy', 'di'];

const happened = fc.record({
  user: fc.constantFrom(...users),
  action: fc.constantFrom<Happened['action']>(
    ...(['seen', 'stepSeen', 'completed', 'dismissed', 'answered', 'answered'] as const),
  ),
  at: fc.constantFrom(...moments),
  stepId: fc.option(fc.constantFrom(...steps), { nil: undefined }),
  value: fc.constantFrom(...values, ...lists),
  show: fc.constantFrom(undefined, 'a', 'b', 'c'),
});

test('The index counts as one who looks at each event does', { timeout: 240_000 }, async () => {
  const run = fc.record({
    given: fc.uniqueArray(happened, {
      maxLength: 60,
      // Of one instant the index knows no order.
      selector: ({ user, at, action, stepId }) => JSON.stringify([user, at, action, stepId]),
    }),
    timeZone: fc.constantFrom(...timeZones),
    range: fc.constantFrom(
      { from: '2026-03-28', to: '2026-03-30' },
      { from: '2026-03-29', to: '2026-10-25' },
      { from: '2026-10-25', to: '2026-10-25' },
    ),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ given, timeZone, range }) => {
      const survey = await house.create('Another', {
        type: 'survey',
        steps: surveySteps,
      });
      const events = given.map(
        ({ stepId, show, value, ...one }): Happened => ({
          ...one,
          experienceId: survey.id,
          ...(stepId && { stepId }),
          ...(show && { show }),
          ...(one.action === 'answered' && { value }),
        }),
      );
      await house.setTimeZone(timeZone);
      await house.happen(...events);
      compare((await house.analyse(survey, range)).body, events, { ...range, timeZone });
      // The filter takes the events of its people, and no others.
      const filter = { type: 'conditions', conditions: allOf(isOneOf('plan', 'Pro')) } as const;
      const ofPro = events.filter(({ user }) => user === 'ada' || user === 'bob');
      const { body } = await house.analyse(survey, { ...range, filter });
      compare(body, ofPro, { ...range, timeZone });
    }),
    { numRuns: 15 },
  );
});

const surveySteps = [
  { id: 'nps', question: { kind: 'nps' } },
  { id: 'scale', question: { kind: 'scale', low: 0, high: 10 } },
  { id: 'slider', question: { kind: 'slider', low: 0, high: 100, step: 0.1 } },
  { id: 'single', question: { kind: 'single', choices: ['Tea', '9', 'Coffee'] } },
  { id: 'multiple', question: { kind: 'multiple', choices: ['A', 'B', 'C'] } },
  { id: 'text', question: { kind: 'text' } },
];

function compare(
  body: AnalyticsBody,
  events: readonly Happened[],
  scope: { from: string; to: string; timeZone: string },
): void {
  const naive = countNaively(events, scope);
  expect(body.totals).toEqual(naive.totals);
  const isNothing = ({ date: _, ...counts }: AnalyticsBody['days'][number]) =>
    Object.values(counts).every((count) => count === 0);
  expect(body.days.filter((day) => !isNothing(day))).toEqual(
    naive.days.filter((day) => !isNothing(day)),
  );
  expect([body.days[0]?.date, body.days.at(-1)?.date]).toEqual([scope.from, scope.to]);
  for (const { id, people } of body.steps) expect(people, id).toBe(naive.peopleAt(id));
  for (const question of body.questions) {
    compareAnswers(question, [...naive.answersTo(question.stepId).values()]);
  }
}

function compareAnswers(
  question: QuestionResultBody,
  answers: readonly (Value | undefined)[],
): void {
  expect(question.answered, question.kind).toBe(answers.length);
  const numbers = answers.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const count = (holds: (value: number) => boolean) => numbers.filter(holds).length;
  const whole = numbers.filter((n) => Number.isInteger(n) && n >= 0 && n <= 10);
  switch (question.kind) {
    case 'nps':
    case 'scale': {
      expect(question.other).toBe(answers.length - whole.length);
      for (const { value, people } of question.values) {
        expect(people, `${value}`).toBe(count((n) => n === value));
      }
      compareAverages(question, whole);
      if (question.kind === 'scale') return;
      const [promoters, detractors] = [whole.filter((n) => n >= 9), whole.filter((n) => n <= 6)];
      expect([question.promoters, question.detractors]).toEqual([
        promoters.length,
        detractors.length,
      ]);
      const score = ((promoters.length - detractors.length) / whole.length) * 100;
      expect(question.score).toBe(whole.length === 0 ? null : score);
      return;
    }
    case 'slider': {
      const inside = numbers.filter((n) => n >= 0 && n <= 100);
      expect(question.other).toBe(answers.length - inside.length);
      expect(question.bins.map(({ people }) => people)).toEqual(
        question.bins.map(({ from, to }) =>
          count((n) => n >= from && (n < to || (n === 100 && to === 100))),
        ),
      );
      compareAverages(question, inside);
      return;
    }
    case 'single':
      for (const { choice, people } of question.choices) {
        expect(people).toBe(answers.filter((value) => value === choice).length);
      }
      return;
    case 'multiple':
      for (const { choice, people } of question.choices) {
        const chose = (value: Value | undefined) => Array.isArray(value) && value.includes(choice);
        expect(people).toBe(answers.filter(chose).length);
      }
      return;
    case 'text':
      expect(question.other).toBe(answers.filter((value) => typeof value !== 'string').length);
  }
}

function compareAverages(
  { mean, median }: { mean: number | null; median: number | null },
  sorted: readonly number[],
): void {
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (sorted.length === 0) expect([mean, median]).toEqual([null, null]);
  else {
    expect(mean).toBeCloseTo(sorted.reduce((sum, n) => sum + n, 0) / sorted.length, 9);
    expect(median).toBeCloseTo((low + high) / 2, 9);
  }
}
