import type { ExperienceBody } from '@muster/protocol';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('The list of answers', () => {
  test('has the latest of each person, newest first, page by page', async () => {
    await house.happen(
      answer('ada', 'text', 'old', noon - day),
      answer('bob', 'text', 'second', noon - 1),
      answer('ada', 'text', '=first()', noon),
      answer('di', 'text', 'fourth', noon - 2),
      answer('cy', 'text', 'third', noon - 2),
      answer('cy', 'nps', 3, noon + 1),
    );
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof house.listAnswers>> = await house.listAnswers(survey, {
        ...{ stepId: 'text', limit: 1 },
        ...(cursor && { cursor }),
      });
      seen.push(...page.body.answers.map(({ user, value }) => [user.id, value]));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([
      ['ada', '=first()'],
      ['bob', 'second'],
      ['di', 'fourth'],
      ['cy', 'third'],
    ]);
    const wrong = await house.listAnswers(survey, { stepId: 'text', cursor: 'x' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_cursor']);
  });

  test('has choices as they were chosen', async () => {
    await house.happen(answer('ada', 'multiple', ['A', 'C']));
    const { answers } = (await house.listAnswers(survey, { stepId: 'multiple' })).body;
    expect(answers.map(({ value }) => value)).toEqual([['A', 'C']]);
  });

  test('has none of who has taken hers back', async () => {
    await house.happen(
      answer('ada', 'multiple', ['A']),
      answer('ada', 'multiple', [], noon + 1),
      answer('bob', 'text', 'Something'),
      answer('bob', 'text', '', noon + 1),
      answer('cy', 'text', 'Kept'),
    );
    const values = async (stepId: string) =>
      (await house.listAnswers(survey, { stepId })).body.answers.map(({ value }) => value);
    expect([await values('multiple'), await values('text')]).toEqual([[], ['Kept']]);
    const { questions } = (await house.analyse(survey)).body;
    const answered = (id: string) => questions.find(({ stepId }) => stepId === id)?.answered;
    expect([answered('multiple'), answered('text')]).toEqual([0, 1]);
  });
});

describe('A file', () => {
  const read = async (query: string) => {
    const response = await house.download(survey, query);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const table = Papa.parse<string[]>((await response.text()).replace('\uFEFF', ''), {
      skipEmptyLines: true,
    });
    expect(table.errors).toEqual([]);
    return table.data;
  };

  test('of days has a line a day', async () => {
    await house.happen(did('ada', 'seen'), did('ada', 'completed'));
    const lines = await read('content=days&from=2026-03-28');
    expect(lines).toEqual([
      ['date', 'reached', 'seen', 'completed', 'dismissed'],
      ['2026-03-28', '0', '0', '0', '0'],
      ['2026-03-29', '1', '1', '1', '0'],
    ]);
  });

  test('of answers has every answer, the one that counts marked, and no formula', async () => {
    await house.happen(
      answer('ada', 'text', '=HYPERLINK("x"),\n"y"', noon),
      answer('ada', 'text', 'before', noon - 1),
      answer('bob', 'multiple', ['A', 'C'], noon - 2),
      answer('bob', 'gone', 4, noon - 3),
    );
    const lines = await read('content=answers');
    const pick = ['userId', 'step', 'answer', 'latest'].map((name) => lines[0]?.indexOf(name));
    expect(lines.slice(1).map((line) => pick.map((at) => line[at ?? -1]))).toEqual([
      ['ada', 'The text', '\'=HYPERLINK("x"),\n"y"', 'true'],
      ['ada', 'The text', 'before', 'false'],
      ['bob', 'The multiple', '["A","C"]', 'true'],
      ['bob', '', '4', 'true'],
    ]);
  });

  test('of more answers than are read at a time has each once', async () => {
    const total = 4_100;
    // Three to an instant, so that a batch never ends between two instants.
    const all = Array.from({ length: total }, (_, i) => {
      const user = ['ada', 'bob', 'cy'][i % 3] ?? '';
      return answer(user, 'text', `answer ${i}`, noon - Math.floor(i / 3));
    });
    for (let start = 0; start < total; start += 1_000) {
      await house.happen(...all.slice(start, start + 1_000));
    }
    const lines = (await read('content=answers')).slice(1);
    expect(new Set(lines.map((line) => line[7])).size).toBe(total);
    expect(lines).toHaveLength(total);
    expect(lines.filter((line) => line[8] === 'true')).toHaveLength(3);
  });

  test('that cannot be is refused before it begins', async () => {
    const status = async (query: string) => (await house.download(survey, query)).status;
    expect(await status('content=nothing')).toBe(422);
    expect(await status('content=days&conditions=%7B')).toBe(422);
    expect(await status('content=days&conditions=%7B%7D&segment=x')).toBe(422);
    expect(await status('content=answers&from=never')).toBe(422);
  });
});
