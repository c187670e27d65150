import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, type TestHouse } from './test-house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.close());

interface Page {
  events: { name: string; messageId: string; timestamp: string }[];
  nextCursor: string | null;
}

const read = async (query = '', user = 'ann') =>
  house.call<Page>('GET', house.at(`/users/${user}/events${query}`));

describe('The events of a user', () => {
  test('need a key that reads the project', async () => {
    await house.send({ type: 'track', userId: 'guarded', event: 'e' });
    const path = house.at('/users/guarded/events');
    const statusFor = async (key: string | null) => (await house.call('GET', path, { key })).status;
    expect(await statusFor(null)).toBe(401);
    expect(await statusFor(keys.foreign)).toBe(404);
    expect(await statusFor(keys.read)).toBe(200);
  });

  test('are shown newest first, each with its source and properties', async () => {
    const item = { type: 'track', userId: 'bob' };
    await house.send(
      { ...item, event: 'old', timestamp: '2026-03-01T00:00:00Z', messageId: 'm-1' },
      { ...item, event: 'new', messageId: 'm-2', properties: { price: 5, ['__proto__']: 'x' } },
    );
    const { body } = await read('', 'bob');
    expect(body).toMatchObject({
      events: [
        { source: 'api', name: 'new', messageId: 'm-2', timestamp: '2026-03-29T12:00:00.000Z' },
        { source: 'api', name: 'old', timestamp: '2026-03-01T00:00:00.000Z', properties: {} },
      ],
      nextCursor: null,
    });
    const text = JSON.stringify(body.events[0]);
    expect(text).toContain('"price":5');
    expect(text).toContain('"__proto__":"x"');
  });

  test('come in pages that what arrives meanwhile does not move', async () => {
    const send = (messageId: string, second: number) =>
      house.send({
        type: 'track',
        userId: 'ann',
        event: `e${second % 2}`,
        timestamp: `2026-03-02T00:00:0${second}Z`,
        messageId,
      });
    for (const [index, second] of [1, 2, 2, 2, 3].entries()) await send(`m${index}`, second);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body }: { body: Page } = await read(`?limit=2${query}`);
      expect(body.events.length).toBeLessThanOrEqual(2);
      seen.push(...body.events.map(({ messageId }) => messageId));
      cursor = body.nextCursor;
      await send(`late${seen.length}`, 4);
    } while (cursor !== null);
    expect(seen).toEqual(['m4', 'm1', 'm2', 'm3', 'm0']);
  });

  test.each(['x', '', 'W10', Buffer.from('[1,5,"api","\\ud800","m"]').toString('base64url')])(
    'begin nowhere with the cursor "%s"',
    async (cursor) => {
      await house.send({ type: 'track', userId: 'ann', event: 'e' });
      const { status, body } = await house.call<{ code: string }>(
        'GET',
        house.at(`/users/ann/events?cursor=${cursor}`),
      );
      expect([status, body.code]).toEqual([422, 'invalid_cursor']);
    },
  );

  test.each(['0', '1001', 'x', '1.5', ''])('come in no pages of "%s"', async (limit) => {
    await house.send({ type: 'track', userId: 'ann', event: 'e' });
    expect((await read(`?limit=${limit}`)).status).toBe(422);
  });
});
