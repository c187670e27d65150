import type { TreeNode } from '@muster/conditions';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { allOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

interface Page {
  count: number;
  users: { id: string }[];
  nextCursor: string | null;
  now: string;
  code: string;
}

const pro = allOf(isOneOf('plan', 'Pro'));

function identify(...ids: string[]) {
  const toItem = (userId: string) => ({
    type: 'identify',
    userId,
    traits: { plan: 'Pro', name: userId },
  });
  return house.send(...ids.map(toItem));
}

async function ask(body: Record<string, unknown>) {
  return house.call<Page>('POST', house.at('/audience'), { body: { conditions: pro, ...body } });
}

/** Every page, with something done before each but the first. */
async function readPages(
  wish: Record<string, unknown>,
  between: (page: number) => Promise<unknown>,
) {
  const pages: Page[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await ask({ ...wish, ...(cursor && { cursor }) });
    if (status !== 200) throw new Error(JSON.stringify(body));
    pages.push(body);
    if (body.nextCursor === null) return pages;
    cursor = body.nextCursor;
    await between(pages.length);
  }
}

const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `u${String(i).padStart(2, '0')}`);

describe.each([undefined, 'name', '-name', '-lastActivity', 'id'])('Pages sorted by %s', (sort) => {
  const wish = { limit: 3, ...(sort && { sort }) };

  test('hold everybody once, and the last says that it is the last', async () => {
    await identify(...names(9));
    const pages = await readPages(wish, async () => undefined);
    expect(pages.map(({ users }) => users.length)).toEqual([3, 3, 3]);
    const ids = pages.flatMap(({ users }) => users.map(({ id }) => id));
    expect([...ids].sort()).toEqual(names(9));
    expect(pages.every(({ count }) => count === 9)).toBe(true);
  });

  test('stay as they are while users come, change and go', async () => {
    await identify(...names(12));
    const pages = await readPages(wish, async (page) => {
      // Before all, between and behind the names that are there.
      await identify(`a${page}`, `u0${page}x`, `z${page}`);
      // Who was seen comes to the front of one order and stays where she was.
      await house.send({ type: 'track', userId: 'u01', event: 'seen again' });
      await house.send({ type: 'identify', userId: 'u05', traits: { name: `zz${page}` } });
      if (page === 1) {
        await house.send({ type: 'identify', userId: 'u07', traits: { plan: 'Free' } });
        await house.call('DELETE', house.at('/users/u09'));
      }
    });
    const ids = pages.flatMap(({ users }) => users.map(({ id }) => id));
    expect(new Set(ids).size, 'nobody twice').toBe(ids.length);
    const throughout = names(12).filter((id) => id !== 'u07' && id !== 'u09');
    expect(ids, 'none missed who matched throughout').toEqual(expect.arrayContaining(throughout));
    const later = pages.slice(1).flatMap(({ users }) => users.map(({ id }) => id));
    expect(later, 'nobody who is gone').not.toContain('u09');
  });
});

describe('A cursor', () => {
  test('belongs to its conditions, sort, project and instant', async () => {
    await identify(...names(5));
    for (const sort of [undefined, 'name']) {
      const first = await ask({ limit: 2, sort });
      const cursor = first.body.nextCursor;
      const others = [
        { conditions: allOf(isOneOf('plan', 'Free')) },
        { sort: '-id' },
        { now: '2026-01-01' },
      ];
      for (const other of others) {
        const { status, body } = await ask({ limit: 2, sort, cursor, ...other });
        expect([status, body.code]).toEqual([422, 'cursor_mismatch']);
      }
      expect((await ask({ limit: 2, sort, cursor, now: first.body.now })).status).toBe(200);
      // The order of keys and another limit are the same question.
      const conditions = { children: pro.children, match: 'all', type: 'group' };
      expect((await ask({ limit: 1, sort, cursor, conditions })).body.users).toHaveLength(1);
    }
  });

  test('keeps the instant of its first page', async () => {
    await identify(...names(4));
    const conditions = allOf({
      type: 'attribute',
      source: 'native',
      key: 'lastActivity',
      kind: 'date',
      operator: 'inLast',
      value: { amount: 1, unit: 'hour' },
    } satisfies TreeNode);
    const first = await ask({ conditions, limit: 2 });
    house.clock.now += 2 * 3_600_000;
    const second = await ask({ conditions, limit: 2, cursor: first.body.nextCursor });
    expect([second.body.now, second.body.users.length]).toEqual([first.body.now, 2]);
    expect((await ask({ conditions, limit: 2 })).body.count).toBe(0);
  });

  test('of a sorted list expires, and says so', async () => {
    await identify(...names(4));
    const { body } = await ask({ limit: 2, sort: 'name' });
    house.clock.now += 11 * 60_000;
    const late = await ask({ limit: 2, sort: 'name', cursor: body.nextCursor });
    expect([late.status, late.body.code]).toEqual([410, 'cursor_expired']);
    expect((await ask({ limit: 2, sort: 'name' })).status).toBe(200);
  });
});
