import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { toDay } from '../../src/modules/segments/segment-day.ts';
import { createSizeJob, type SizeJob } from '../../src/modules/segments/size-job.ts';
import { allOf, inSegment, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from './segment-calls.ts';

let house: TestHouse;
let job: SizeJob;
const { create, change } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
  job = makeJob();
});

afterEach(async () => {
  await job.stop();
  await house.close();
});

function makeJob(): SizeJob {
  const questions = createIndexQuestions(house);
  return createSizeJob({ ...house, questions, now: () => house.clock.now });
}

const hour = 60 * 60_000;
const pro = allOf(isOneOf('plan', 'Pro'));
const join = (userId: string) => ({ type: 'identify', userId, traits: { plan: 'Pro' } });

async function readSizes(id: string, query = '') {
  const { body } = await house.call<{ sizes: { date: string; count: number }[] }>(
    'GET',
    house.at(`/segments/${id}/sizes${query}`),
  );
  return body.sizes.map(({ date, count }) => [date, count]);
}

describe('The sizes of a segment', () => {
  test('are kept once a day, whatever runs how often', async () => {
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    await job.run();
    await house.send(join('bob'));
    await job.run();
    await Promise.all([makeJob().run(), makeJob().run()]);
    expect(await readSizes(id)).toEqual([['2026-03-29', 1]]);
    house.clock.now += 12 * hour;
    await makeJob().run();
    expect(await readSizes(id)).toEqual([
      ['2026-03-29', 1],
      ['2026-03-30', 2],
    ]);
  });

  test('begin on the day on which it is made', async () => {
    const first = await create('First', pro);
    await job.run();
    const second = await create('Second', allOf(inSegment(first.id)));
    await job.run();
    expect(await readSizes(second.id)).toEqual([['2026-03-29', 0]]);
  });

  test('are of days in the time zone of the project', async () => {
    const { id } = await create('Payers', pro);
    await house.call('PATCH', house.at(''), { body: { timeZone: 'Pacific/Auckland' } });
    await job.run();
    expect(await readSizes(id)).toEqual([['2026-03-30', 0]]);
  });

  test('leave out days that nobody saw, and go back as far as asked', async () => {
    const { id } = await create('Payers', pro);
    for (const days of [0, 1, 5]) {
      house.clock.now += days * 24 * hour;
      await job.run();
    }
    const all = [
      ['2026-03-29', 0],
      ['2026-03-30', 0],
      ['2026-04-04', 0],
    ];
    expect(await readSizes(id)).toEqual(all);
    expect(await readSizes(id, '?days=6')).toEqual(all.slice(1, 2).concat(all.slice(2)));
    expect(await readSizes(id, '?days=1')).toEqual(all.slice(2));
  });

  test('go with the segment, and stay with its changes', async () => {
    const { id } = await create('Payers', pro);
    await job.run();
    await change(id, 1, { name: 'Other' });
    expect(await readSizes(id)).toHaveLength(1);
    await house.call('DELETE', house.at(`/segments/${id}`));
    expect((await house.call('GET', house.at(`/segments/${id}/sizes`))).status).toBe(404);
    expect(await house.store.read((tx) => tx.segmentSizes(1, id, ''))).toEqual([]);
  });

  test('are kept in the background, until it is stopped', async () => {
    const { id } = await create('Payers', pro);
    job.start();
    await expect.poll(() => readSizes(id)).toHaveLength(1);
    await job.stop();
  });
});

test.each([
  ['2026-03-29T23:59:59.999Z', 'UTC', '2026-03-29'],
  ['2026-03-29T23:00:00Z', 'Europe/Paris', '2026-03-30'],
  ['2026-03-29T02:00:00Z', 'America/New_York', '2026-03-28'],
  ['2026-10-25T00:30:00Z', 'Europe/London', '2026-10-25'],
  ['2026-01-01T10:59:00Z', 'Pacific/Apia', '2026-01-01'],
])('the day of %s in %s is %s', (instant, zone, day) => {
  expect(toDay(Date.parse(instant), zone)).toBe(day);
});
