import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

test('numbers and dates are read as the spreadsheets of their country write them', async () => {
  const [ada, bo] = ['ada', 'bo'] as const;
  const { body } = await calls.upload(
    `id;balance;since;either;score\n${ada};1.234,50;31/12/2024;3/4/2026;1,234\n${bo};7,5;1/2/2025;4/3/2026;5,678\n`,
  );
  const to = (key: string, kind: string, notation?: string) => ({
    ...{ type: 'attribute', key, kind },
    ...(notation && { notation }),
  });
  expect(body.mapping.slice(1).map((one) => one.to)).toEqual([
    to('balance', 'number', 'decimalComma'),
    to('since', 'date', 'dayFirst'),
    // Day and month, thousands and decimals may be either: nothing is guessed.
    to('either', 'string'),
    to('score', 'string'),
  ]);
  const done = await calls.run(body.id);
  expect(done.issues).toEqual([]);
  const values = async (id: string) =>
    Object.entries((await calls.user(id))?.attributes ?? {}).map(([key, { value }]) => [
      key,
      value,
    ]);
  expect(Object.fromEntries(await values(ada))).toEqual({
    balance: 1234.5,
    since: '2024-12-31',
    either: '3/4/2026',
    score: '1,234',
  });
  expect(Object.fromEntries(await values(bo))).toMatchObject({ balance: 7.5, since: '2025-02-01' });
});

test('a notation that was chosen refuses what is written otherwise, and fits its type', async () => {
  const [ada, bo] = ['eve', 'joe'] as const;
  const { body } = await calls.upload(`id,since\n${ada},3/4/2026\n${bo},13/4/2026\n`);
  const change = (kind: 'date' | 'number') =>
    calls.change(body.id, {
      mapping: [
        { column: 1, to: { type: 'attribute', key: 'since', kind, notation: 'monthFirst' } },
      ],
    });
  expect(await change('number')).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'mapping[0].to.notation', code: 'notation_mismatch' }] },
  });
  expect((await change('date')).status).toBe(200);
  const done = await calls.run(body.id);
  expect(done.issues).toMatchObject([
    {
      ...{ row: 2, column: 'since', value: '13/4/2026', scope: 'cell' },
      reason: 'The cell is not a date as the column writes it (monthFirst).',
    },
  ]);
  expect((await calls.user(ada))?.attributes.since?.value).toBe('2026-03-04');
});
