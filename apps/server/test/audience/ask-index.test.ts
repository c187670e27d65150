import type { Statement } from '@muster/conditions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIndexer } from '../../src/index/indexer.ts';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  await house.indexer.caughtUp();
});

afterAll(() => house.close());

const quick: Statement = { text: 'SELECT 1 AS one', parameters: [] };
/** Takes three seconds unless somebody ends it. */
const slow: Statement = {
  text: 'SELECT sum(sleepEachRow(0.1)) AS slept FROM numbers(30) SETTINGS max_block_size = 1',
  parameters: [],
};

function create(limits: { maxAtOnce: number; maxSeconds: number }) {
  const answered: number[] = [];
  const onAnswer = (_kind: string, seconds: number) => void answered.push(seconds);
  return { answered, ...createIndexQuestions({ ...house, limits, onAnswer }) };
}

const options = () => ({ project: 1, signal: new AbortController().signal });

describe('Questions to the index', () => {
  test('are answered and measured', async () => {
    const questions = create({ maxAtOnce: 1, maxSeconds: 30 });
    expect(await questions.ask(quick, options())).toEqual([{ one: 1 }]);
    expect(questions.answered).toHaveLength(1);
  });

  test('that are too many at once are refused, and room is made by every end', async () => {
    const questions = create({ maxAtOnce: 2, maxSeconds: 30 });
    const caller = new AbortController();
    const waiting = [slow, slow].map((statement) =>
      questions.ask(statement, { project: 1, signal: caller.signal }),
    );
    await expect(questions.ask(quick, options())).rejects.toMatchObject({
      status: 429,
      code: 'too_many_questions',
      headers: { 'retry-after': '1' },
    });
    caller.abort();
    // Together: which of them ends first is not known, and one that nobody listens to ends the process.
    await Promise.all(waiting.map((question) => expect(question).rejects.toThrow(/abort/i)));
    expect(await questions.ask(quick, options())).toEqual([{ one: 1 }]);
    expect(questions.answered).toHaveLength(1);
  });

  test('that the engine itself gives up have taken too long', async () => {
    const statement = { ...slow, text: `${slow.text}, max_execution_time = 0.1` };
    const asked = create({ maxAtOnce: 1, maxSeconds: 30 }).ask(statement, options());
    await expect(asked).rejects.toMatchObject({ status: 504, code: 'question_timeout' });
  });

  test('that take too long are given up', async () => {
    const questions = create({ maxAtOnce: 2, maxSeconds: 1 });
    await expect(questions.ask(slow, options())).rejects.toMatchObject({
      status: 504,
      code: 'question_timeout',
    });
    expect(await create({ maxAtOnce: 1, maxSeconds: 30 }).ask(quick, options())).toEqual([
      { one: 1 },
    ]);
  });

  test('wait for the index, but not for ever', async () => {
    const { store, engines, logger } = house;
    const indexer = createIndexer({ store, engines, logger, now: () => 0 });
    const limits = { maxAtOnce: 2, maxSeconds: 0.2 };
    const questions = createIndexQuestions({ engines, indexer, limits });
    await expect(questions.ask(quick, options())).rejects.toMatchObject({
      status: 503,
      code: 'index_behind',
      headers: { 'retry-after': '5' },
    });
  });
});
