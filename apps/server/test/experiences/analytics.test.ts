import type { ExperienceBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allOf, inSegment, isOneOf } from '../http/test-house.ts';
import {
  type AnalyticsHouse,
  day,
  noon,
  openSurveyHouse,
  type SurveyHouse,
} from './analytics-house.ts';

let house: AnalyticsHouse;
let survey: ExperienceBody;
let did: SurveyHouse['did'];
let answer: SurveyHouse['answer'];

beforeEach(async () => {
  ({ house, survey, did, answer } = await openSurveyHouse());
});

afterEach(() => house.close());

describe('What became of an experience', () => {
  test('is nothing on each of the last thirty days before anybody saw it', async () => {
    const { status, body } = await house.analyse(survey);
    expect(status).toBe(200);
    expect([body.from, body.to, body.timeZone]).toEqual(['2026-02-28', '2026-03-29', 'UTC']);
    expect(body.days).toHaveLength(30);
    expect(body.totals).toEqual({
      ...{ reached: 0, seen: 0, completed: 0, dismissed: 0, completedBy: 0, dismissedBy: 0 },
    });
    expect(body.steps.map(({ people }) => people)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(body.questions.map(({ answered }) => answered)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(body.questions[0]).toMatchObject({ score: null, mean: null, median: null });
  });

  test('counts people and showings by day, and each once in all', async () => {
    await house.happen(
      did('ada', 'seen', { at: noon - day, show: 'a' }),
      // Told of twice: it is one showing.
      did('ada', 'seen', { at: noon - day + 1, show: 'a' }),
      did('ada', 'dismissed', { at: noon - day + 2, show: 'a' }),
      did('ada', 'seen', { show: 'b' }),
      did('bob', 'seen', { show: 'c' }),
      did('bob', 'completed', { show: 'c', at: noon + 1 }),
      // The same id of a showing in two browsers is two showings.
      did('cy', 'seen', { show: 'c' }),
      did('bob', 'seen', { experienceId: 'another' }),
    );
    const { body } = await house.analyse(survey);
    expect(body.totals).toEqual({
      ...{ reached: 3, seen: 4, completed: 1, dismissed: 1, completedBy: 1, dismissedBy: 1 },
    });
    expect(body.days.slice(-2)).toEqual([
      { date: '2026-03-28', reached: 1, seen: 1, completed: 0, dismissed: 1 },
      { date: '2026-03-29', reached: 3, seen: 3, completed: 1, dismissed: 0 },
    ]);
    const { body: yesterday } = await house.analyse(survey, {
      from: '2026-03-28',
      to: '2026-03-28',
    });
    expect(yesterday.days).toHaveLength(1);
    expect(yesterday.totals).toMatchObject({ reached: 1, seen: 1, completed: 0 });
  });

  test('counts who got to each step, once however often', async () => {
    await house.happen(
      did('ada', 'seen', { stepId: 'nps' }),
      did('ada', 'stepSeen', { stepId: 'scale' }),
      did('ada', 'stepSeen', { stepId: 'scale', show: 'again' }),
      did('bob', 'seen', { stepId: 'nps' }),
      did('bob', 'dismissed', { stepId: 'nps' }),
      did('cy', 'seen', { stepId: 'gone' }),
    );
    const { body } = await house.analyse(survey);
    expect(body.steps.slice(0, 3)).toEqual([
      { id: 'nps', title: 'The nps', people: 2 },
      { id: 'scale', title: 'The scale', people: 1 },
      { id: 'slider', title: 'The slider', people: 0 },
    ]);
    expect(body.totals.seen).toBe(3);
  });

  test('has days of the project’s time zone, also where clocks are changed', async () => {
    await house.setTimeZone('Europe/Paris');
    const at = (text: string) => ({ at: Date.parse(text) });
    await house.happen(
      did('ada', 'seen', at('2026-03-28T22:59:59.999Z')),
      did('bob', 'seen', at('2026-03-28T23:00:00Z')),
      // On that day Paris has 23 hours.
      did('cy', 'seen', at('2026-03-29T21:59:59.999Z')),
      did('di', 'seen', at('2026-03-29T22:00:00Z')),
    );
    const wish = { from: '2026-03-28', to: '2026-03-30' };
    const { body } = await house.analyse(survey, wish);
    expect(body.timeZone).toBe('Europe/Paris');
    expect(body.days.map(({ date, reached }) => [date, reached])).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
    ]);
  });

  test('is refused for days that are none, and for what is not there', async () => {
    const refused = async (wish: object) => {
      const { status, body } = await house.analyse(survey, wish);
      return [status, body.errors?.[0]?.path];
    };
    expect(await refused({ from: '2026-02-30' })).toEqual([422, 'from']);
    expect(await refused({ from: '2026-03-02', to: '2026-03-01' })).toEqual([422, 'from']);
    expect(await refused({ from: '2020-01-01', to: '2026-01-01' })).toEqual([422, 'from']);
    expect(await refused({ from: '1960-01-01', to: '1960-01-02' })).toEqual([422, 'from']);
    expect(await refused({ days: 3 })).toEqual([422, 'days']);
    expect((await house.analyse({ ...survey, id: 'nowhere' })).status).toBe(404);
  });
});

describe('What was answered', () => {
  const find = async (kind: string, wish = {}) => {
    const { body } = await house.analyse(survey, wish);
    return body.questions.find((question) => question.kind === kind);
  };

  test('to an NPS question is a score with its parts', async () => {
    await house.happen(
      answer('ada', 'nps', 10),
      answer('bob', 'nps', 9),
      answer('cy', 'nps', 7),
      answer('di', 'nps', 0),
    );
    const result = await find('nps');
    expect(result).toMatchObject({
      ...{ answered: 4, other: 0, score: 25, promoters: 2, passives: 1, detractors: 1 },
      ...{ mean: 6.5, median: 8 },
    });
    const values = result?.kind === 'nps' ? result.values : [];
    expect(values).toHaveLength(11);
    expect(values.filter(({ people }) => people > 0)).toEqual([
      { value: 0, people: 1 },
      { value: 7, people: 1 },
      { value: 9, people: 1 },
      { value: 10, people: 1 },
    ]);
  });

  test('is the latest of each person, of the days that are asked about', async () => {
    await house.happen(
      answer('ada', 'nps', 2, noon - 2 * day),
      answer('ada', 'nps', 9, noon),
      answer('ada', 'nps', 5, noon - day),
      answer('bob', 'nps', 1, noon - day),
    );
    expect(await find('nps')).toMatchObject({ answered: 2, score: 0, mean: 5 });
    const before = { to: '2026-03-28' };
    expect(await find('nps', before)).toMatchObject({ answered: 2, score: -100, mean: 3 });
  });

  test('of one instant is always the same', async () => {
    await house.happen(answer('ada', 'single', 'Tea'), answer('ada', 'multiple', ['A']));
    await house.happen(
      answer('ada', 'single', 'Coffee, "black"'),
      answer('ada', 'multiple', ['B']),
    );
    const result = await find('single');
    expect(result).toMatchObject({ answered: 1, choices: [{ people: 1 }, { people: 0 }] });
    expect(await find('multiple')).toMatchObject({
      choices: [{ people: 0 }, { people: 1 }, { people: 0 }],
    });
  });

  test('to a scale and to a slider is a distribution with mean and median', async () => {
    await house.happen(
      ...[1, 5, 5].map((value, i) => answer(['ada', 'bob', 'cy'][i] ?? '', 'scale', value)),
      ...[0, 9.9, 10, 100].map((value, i) =>
        answer(['ada', 'bob', 'cy', 'di'][i] ?? '', 'slider', value),
      ),
    );
    expect(await find('scale')).toMatchObject({
      ...{ answered: 3, other: 0, median: 5 },
      values: [1, 2, 3, 4, 5].map((value) => ({ value, people: { 1: 1, 5: 2 }[value] ?? 0 })),
    });
    const slider = await find('slider');
    expect(slider).toMatchObject({ answered: 4, other: 0, median: 9.95 });
    const bins = slider?.kind === 'slider' ? slider.bins : [];
    expect(bins.map(({ from, to, people }) => [from, to, people])).toEqual([
      ...[
        [0, 10, 2],
        [10, 20, 1],
      ],
      ...[20, 30, 40, 50, 60, 70, 80].map((from) => [from, from + 10, 0]),
      [90, 100, 1],
    ]);
  });

  test('to choices is how many chose each', async () => {
    await house.happen(
      answer('ada', 'single', 'Coffee, "black"'),
      answer('bob', 'single', 'Tea'),
      answer('ada', 'multiple', ['A', 'C']),
      answer('bob', 'multiple', ['C']),
      answer('cy', 'multiple', []),
    );
    expect(await find('single')).toMatchObject({
      answered: 2,
      choices: [
        { choice: 'Tea', people: 1 },
        { choice: 'Coffee, "black"', people: 1 },
      ],
    });
    expect(await find('multiple')).toMatchObject({
      ...{ answered: 2, other: 0 },
      choices: [
        { choice: 'A', people: 1 },
        { choice: 'B', people: 0 },
        { choice: 'C', people: 2 },
      ],
    });
  });

  test('counts apart what the question does not offer now', async () => {
    await house.happen(
      answer('ada', 'nps', 11),
      answer('bob', 'nps', 7.5),
      answer('cy', 'nps', '9'),
      answer('di', 'nps', 9),
      answer('ada', 'single', 'Cocoa'),
      answer('ada', 'multiple', ['A', 'Z', 'Y']),
      answer('bob', 'multiple', 'A'),
      answer('ada', 'text', 5),
    );
    expect(await find('nps')).toMatchObject({ answered: 4, other: 3, score: 100, mean: 9 });
    expect(await find('single')).toMatchObject({ answered: 1, other: 1 });
    expect(await find('multiple')).toMatchObject({ answered: 2, other: 2 });
    expect(await find('text')).toMatchObject({ answered: 1, other: 1 });
  });
});

describe('A filter', () => {
  beforeEach(async () => {
    await house.happen(
      ...['ada', 'bob', 'cy'].map((user) => did(user, 'seen')),
      answer('ada', 'nps', 10),
      answer('cy', 'nps', 0),
    );
  });

  const pro = allOf(isOneOf('plan', 'Pro'));
  const save = async (name: string, conditions: unknown) => {
    const body = { name, conditions };
    return (await house.call<{ id: string }>('POST', house.at('/segments'), { body })).body.id;
  };

  test('takes people who meet conditions now', async () => {
    const filter = { type: 'conditions', conditions: pro } as const;
    const { body } = await house.analyse(survey, { filter });
    expect(body.totals.reached).toBe(2);
    expect(body.questions[0]).toMatchObject({ answered: 1, score: 100 });
    await house.addUsers('Free', 'ada');
    expect((await house.analyse(survey, { filter })).body.totals.reached).toBe(1);
  });

  test('takes people of any of the segments', async () => {
    const payers = await save('Payers', pro);
    const free = await save('Free', allOf(isOneOf('plan', 'Free')));
    const reached = async (...segmentIds: string[]) =>
      (await house.analyse(survey, { filter: { type: 'segments', segmentIds } })).body.totals
        .reached;
    expect(await reached(payers)).toBe(2);
    expect(await reached(free)).toBe(1);
    expect(await reached(payers, free)).toBe(3);
  });

  test('by a segment that is gone is nobody, and says so', async () => {
    const payers = await save('Payers', pro);
    const segmentIds = [payers, 'gone'];
    const { body } = await house.analyse(survey, { filter: { type: 'segments', segmentIds } });
    expect(body.totals).toMatchObject({ reached: 0, seen: 0 });
    expect(body.questions[0]?.answered).toBe(0);
    expect(body.problems).toMatchObject([{ path: 'filter.segmentIds[1]' }]);
    const listed = await house.listAnswers(survey, {
      stepId: 'nps',
      filter: { type: 'segments', segmentIds },
    });
    expect(listed.body).toMatchObject({ answers: [], problems: [{}] });
    const file = await house.download(survey, 'content=answers&segment=gone');
    expect(await file.text()).not.toContain('ada');
  });

  test('by conditions that are not valid is refused', async () => {
    const broken = async (conditions: unknown) => {
      const { status, body } = await house.analyse(survey, {
        filter: { type: 'conditions', conditions },
      });
      return [status, body.code, body.errors?.[0]?.path];
    };
    expect(await broken(allOf(inSegment('gone')))).toEqual([
      422,
      'invalid_conditions',
      'filter.conditions.children[0]',
    ]);
    const [status, code] = await broken({ nonsense: true });
    expect([status, code]).toEqual([422, 'invalid_conditions']);
  });

  test('that is empty conditions is everybody', async () => {
    const filter = { type: 'conditions', conditions: allOf() } as const;
    expect((await house.analyse(survey, { filter })).body.totals.reached).toBe(3);
  });
});

describe('People', () => {
  test('who answer before they identify are one, with the latest of their answers', async () => {
    const as = 'visitor-xxxxxxxxxxxxxxxx';
    await house.change(survey.id, survey.version, { status: 'live' });
    await house.command({ type: 'session', as });
    const command = { type: 'experience', as, experienceId: survey.id, show: 'x' };
    await house.command(
      { ...command, action: 'seen', stepId: 'nps' },
      { ...command, action: 'answered', stepId: 'nps', value: 3, at: noon - 1 },
    );
    await house.happen(did('ada', 'seen', { show: 'y' }), answer('ada', 'nps', 10, noon - day));
    expect((await house.analyse(survey)).body.totals.reached).toBe(2);
    await house.command({ type: 'identify', as, userId: 'ada' });
    const { body } = await house.analyse(survey);
    expect(body.totals).toMatchObject({ reached: 1, seen: 2 });
    expect(body.questions[0]).toMatchObject({ answered: 1, mean: 3 });
    const { answers } = (await house.listAnswers(survey, { stepId: 'nps' })).body;
    expect(answers.map(({ user, value }) => [user.id, value])).toEqual([['ada', 3]]);
  });

  test('who are erased are gone', async () => {
    await house.happen(did('ada', 'seen'), answer('ada', 'nps', 9), did('bob', 'seen'));
    await house.call('DELETE', house.at('/users/ada'));
    const { body } = await house.analyse(survey);
    expect(body.totals).toMatchObject({ reached: 1, seen: 1 });
    expect(body.questions[0]?.answered).toBe(0);
  });
});
