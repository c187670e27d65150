import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  type TestHouse,
} from '../http/test-house.ts';
import { did, not, track } from '../membership/happenings.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';

// Each question is asked until it has been answered from memory: all answers, those of the index first, are the same.

let house: TestHouse;
let segmentId: string;
let otherId: string;
const { create } = createSegmentCalls(() => house);

beforeAll(async () => {
  house = await openTestHouse({ keepsMembers: true, findFromUsers: 0 });
  const users = [...Array(90).keys()];
  await house.send(
    ...users.map((i) => ({
      ...{ type: 'identify', userId: `u${i}` },
      traits: { plan: ['Pro', 'Free', 'Team'][i % 3], seats: i, mail: `${i}@x.io` },
    })),
  );
  await house.send(
    ...users.flatMap((i) =>
      [...Array(i % 4).keys()].map((n) => track(`u${i}`, 'buy', house.clock.now - n * 3_600_000)),
    ),
  );
  segmentId = (await create('Pro', allOf(isOneOf('plan', 'Pro')))).id;
  otherId = (await create('Buyers', allOf(did('buy', 1, 'day', 2)))).id;
});

afterAll(() => house.close());

async function countFromMemory(): Promise<number> {
  const text = await house.metrics.render();
  return Number(/muster_question_seconds_count\{kind="memory"\} (\d+)/.exec(text)?.[1] ?? 0);
}

async function askUntilFromMemory(path: string, body?: unknown): Promise<Record<string, unknown>> {
  const before = await countFromMemory();
  const answers: unknown[] = [];
  await expect
    .poll(
      async () => {
        const reply = await house.call(body === undefined ? 'GET' : 'POST', house.at(path), {
          ...(body !== undefined && { body }),
        });
        expect(reply.status).toBe(200);
        answers.push(reply.body);
        return countFromMemory();
      },
      { interval: 10 },
    )
    .toBe(before + 1);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  return answers[0] as Record<string, unknown>;
}

const conditions = allOf(
  anyOf(isOneOf('plan', 'Pro', 'Team'), did('buy', 2, 'hour', 2)),
  not(did('buy', 90, 'minute')),
);

test('how many', async () => {
  expect(await askUntilFromMemory('/audience/count', { conditions })).toMatchObject({ count: 15 });
});

test('who, page after page', async () => {
  const pages: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const page = await askUntilFromMemory('/audience', { conditions, limit: 6, cursor });
    pages.push(page);
    cursor = (page.nextCursor as string | null) ?? undefined;
  } while (cursor !== undefined);
  const users = pages.flatMap((page) => page.users as { id: string }[]);
  expect(pages.map(({ count }) => count)).toEqual([15, 15, 15]);
  expect(new Set(users.map(({ id }) => id)).size).toBe(15);
});

test('how many of each part', async () => {
  const { nodes } = await askUntilFromMemory('/audience/breakdown', { conditions });
  expect(nodes).toHaveLength(5);
});

test('whom a change would move', async () => {
  const path = `/segments/${segmentId}/impact`;
  const found = await askUntilFromMemory(path, { conditions });
  expect(found).toMatchObject({ before: 30, after: 15, enter: { count: 7 }, leave: { count: 22 } });
});

test('who enters and leaves in a day', async () => {
  const found = await askUntilFromMemory(`/segments/${otherId}/next-day`);
  expect(found).toMatchObject({ enter: { count: 0 }, leave: { count: 44 } });
});

test('how two segments lie to each other', async () => {
  const found = await askUntilFromMemory(`/segments/${segmentId}/overlap/${otherId}`);
  const [both, first, second] = [found.both, found.onlyFirst, found.onlySecond] as number[];
  expect((both ?? 0) + (first ?? 0)).toBe(30);
  expect((both ?? 0) + (second ?? 0)).toBe(44);
});

test('what is written before a question is in its answer', async () => {
  const asked = { conditions: allOf(isOneOf('plan', 'Pro'), inSegment(otherId, true)) };
  const first = await askUntilFromMemory('/audience/count', asked);
  for (let i = 0; i < 20; i += 1) {
    await house.send({ type: 'identify', userId: `new${i}`, traits: { plan: 'Pro' } });
    const { body } = await house.call('POST', house.at('/audience/count'), { body: asked });
    expect(body).toEqual({ ...first, count: (first.count as number) + i + 1 });
  }
});
