import { expect, it } from 'vitest';
import { askClosed } from './ask-closed.ts';

const wish = { path: '/ask', connections: 2, seconds: 0.05, warmUpSeconds: 0 };

it('asks again on each connection once it is answered', async () => {
  const sent: string[] = [];
  let atOnce = 0;
  let most = 0;
  const client = {
    async post(_: string, body: string) {
      sent.push(body);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      return { status: 200, body: '{}' };
    },
    close() {},
  };
  const { perSecond, latencyMs } = await askClosed(client, { ...wish, makeBody: String });
  expect(most).toBe(2);
  expect(sent).toEqual(sent.map((_, turn) => String(turn)));
  expect(perSecond).toBe(latencyMs.length / wish.seconds);
});

it('ends when a question is refused', async () => {
  const client = { post: async () => ({ status: 429, body: 'too many' }), close() {} };
  const asking = askClosed(client, { ...wish, makeBody: () => '' });
  await expect(asking).rejects.toThrow('/ask: 429 too many');
});
