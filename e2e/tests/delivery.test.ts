import { describe, expect } from 'vitest';
import type { Fault } from '../fixtures/fault-proxy.ts';
import { test } from '../fixtures/journey.ts';
import { firstHeard, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';
import type { Site } from '../fixtures/site.ts';

const track = (name: string) => ['do', 'track', [name]];
const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `e${String(from + index).padStart(2, '0')}`);

/** Muster heard no command of a queue before an earlier one. */
function expectOrder(site: Site): void {
  const lastSeqs = new Map<string, number>();
  for (const { seq, stream } of firstHeard(site.proxy)) {
    expect(seq).toBeGreaterThan(lastSeqs.get(stream) ?? 0);
    lastSeqs.set(stream, seq);
  }
}

async function expectTracked(site: Site, id: string, expected: string[]): Promise<void> {
  const found = async () => (await trackedNames(site.muster, id)).sort();
  await expect.poll(found).toEqual(expected);
}

const faults: [string, Fault[]][] = [
  ['three 503s', Array(3).fill({ kind: 'answer', status: 503 })],
  ['a 429 with Retry-After', [{ kind: 'answer', status: 429, retryAfterSeconds: 1 }]],
  ['a 503 with Retry-After', [{ kind: 'answer', status: 503, retryAfterSeconds: 1 }]],
  ['a 500', [{ kind: 'answer', status: 500 }]],
  ['a gateway that knows no other origins', [{ kind: 'gateway', status: 502 }]],
  ['a captive portal that answers for all', [{ kind: 'answer', status: 200 }]],
  ['a connection cut on the way there', [{ kind: 'cutBefore' }, { kind: 'cutBefore' }]],
  ['lost answers', [{ kind: 'cutAfter' }, { kind: 'cutAfter' }]],
  [
    'all of it at once',
    [
      { kind: 'cutAfter' },
      { kind: 'answer', status: 503 },
      { kind: 'cutBefore' },
      { kind: 'answer', status: 429, retryAfterSeconds: 1 },
      { kind: 'gateway', status: 504 },
      { kind: 'cutAfter' },
    ],
  ],
];

describe('Every event counts once, in order, after', () => {
  test.for(faults)('%s', async ([name, list], { site }) => {
    const id = `after ${name}`;
    const page = await site.visit();
    await ask(page, ['do', 'identify', [id]]);
    site.proxy.meet(...list);
    await say(page, ...names(1, 30).map(track), ['set', 'user:attributes', [{ step: 1 }]]);
    await say(page, ['set', 'user:attributes', [{ step: 2 }]], track('e31'));
    await expectTracked(site, id, names(1, 31));
    expectOrder(site);
    expect((await site.muster.profile(id))?.attributes.step?.value).toBe(2);
    expect(await ask(page, ['get', 'user:id'])).toBe(id);
  });

  test.for(faults)('%s, met by the identify', async ([name, list], { site }) => {
    const id = `identified after ${name}`;
    site.proxy.meet(...list);
    const page = await site.visit();
    await waitForStart(page);
    await say(page, track('e01'));
    const calls = await page.evaluate(async (userId) => {
      let count = 0;
      await new Promise<void>((resolve) => {
        void window.jimo.push([
          'do',
          'identify',
          [
            userId,
            (error: unknown) => {
              count += error ? 100 : 1;
              void window.jimo.push(['set', 'user:name', ['Set in the callback']]);
              resolve();
            },
          ],
        ]);
      });
      await window.jimo.push(['do', 'track', ['e02']]);
      return count;
    }, id);
    expect(calls).toBe(1);
    await expectTracked(site, id, ['e01', 'e02']);
    await expect
      .poll(async () => (await site.muster.profile(id))?.name)
      .toBe('Set in the callback');
    expect((await site.muster.profile(id))?.sessions).toBe(1);
    expectOrder(site);
  });

  test('being offline', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['offline']]);
    await site.visitor.setOffline(true);
    await say(page, ...names(1, 25).map(track));
    await site.visitor.setOffline(false);
    await say(page, ...names(26, 30).map(track));
    await expectTracked(site, 'offline', names(1, 30));
    expectOrder(site);
  });

  test('being offline over a reload', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['reloaded']]);
    site.proxy.meet(...Array<Fault>(50).fill({ kind: 'cutBefore' }));
    await say(page, ...names(1, 25).map(track));
    await page.reload();
    await waitForStart(page);
    await say(page, ...names(26, 30).map(track));
    site.proxy.forget();
    await expectTracked(site, 'reloaded', names(1, 30));
    expectOrder(site);
    expect((await site.muster.profile('reloaded'))?.sessions).toBe(1);
  });

  test('a reload while the answer is on its way', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['reloading']]);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.proxy.meet({ kind: 'hold', until });
    await say(page, ...names(1, 5).map(track));
    await expect.poll(() => JSON.stringify(site.proxy.commands())).toContain('e05');
    await page.reload();
    release();
    await waitForStart(page);
    await say(page, track('e06'));
    await expectTracked(site, 'reloading', names(1, 6));
  });

  test('a link that is followed at once', async ({ site }) => {
    site.server.files.set('/next', { body: '<!doctype html><title>Next</title>' });
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['leaving']]);
    await page.evaluate(() => {
      for (let n = 1; n <= 9; n += 1) void window.jimo.push(['do', 'track', [`e0${n}`]]);
      window.location.href = '/next';
    });
    await page.waitForURL('**/next');
    await expectTracked(site, 'leaving', names(1, 9));
  });
});

describe('A tab that is closed', () => {
  test.for([true, false])(
    'at once has said all it had to say (asked: %s)',
    async (runBeforeUnload, { site }) => {
      const id = `closed ${runBeforeUnload}`;
      const page = await site.visit();
      await ask(page, ['do', 'identify', [id]]);
      await say(page, ...names(1, 9).map(track));
      await page.close({ runBeforeUnload });
      await expectTracked(site, id, names(1, 9));
    },
  );

  test('while its call is in flight counts each once', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['in flight']]);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.proxy.meet({ kind: 'hold', until });
    await say(page, ...names(1, 4).map(track));
    await expect.poll(() => JSON.stringify(site.proxy.commands())).toContain('e04');
    await say(page, ...names(5, 9).map(track));
    await page.close({ runBeforeUnload: true });
    release();
    await expectTracked(site, 'in flight', names(1, 9));
    await (await site.visit()).close();
    await expectTracked(site, 'in flight', names(1, 9));
  });

  test('when nothing gets through leaves its queue to the next', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['heir']]);
    site.proxy.meet(...Array<Fault>(50).fill({ kind: 'cutBefore' }));
    await say(page, ...names(1, 9).map(track));
    await page.close({ runBeforeUnload: true });
    site.proxy.forget();
    const next = await site.visit();
    await waitForStart(next);
    await say(next, track('e10'));
    await expectTracked(site, 'heir', names(1, 10));
  });

  test('before its identify was answered leaves that, too', async ({ site }) => {
    site.proxy.meet(...Array<Fault>(50).fill({ kind: 'cutBefore' }));
    const page = await site.visit();
    await waitForStart(page);
    await say(page, track('e01'), ['do', 'identify', ['late heir']], track('e02'));
    await page.close({ runBeforeUnload: true });
    site.proxy.forget();
    const next = await site.visit();
    await waitForStart(next);
    await say(next, track('e03'));
    await expectTracked(site, 'late heir', ['e01', 'e02', 'e03']);
    expect((await site.muster.profile('late heir'))?.sessions).toBe(1);
  });
});

describe('A call that is refused', () => {
  test('is dropped, with what the server says about it', async ({ site }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['refused']]);
    site.proxy.meet({ kind: 'answer', status: 422 });
    await say(page, track('dropped'));
    await expect.poll(() => site.complaints.length).toBeGreaterThan(0);
    await say(page, track('kept'));
    await expectTracked(site, 'refused', ['kept']);
    const sent = site.proxy.commands().filter(({ event }) => event === 'dropped');
    expect(sent).toHaveLength(1);
  });
});
