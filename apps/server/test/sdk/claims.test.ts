import type { RateLimit, SdkReplyBody } from '@muster/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import { noon } from '../ingest/open-ingest.ts';
import { createExperienceDesk, makeTarget } from './experience-helpers.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

const ada = makeId('ada');
const bob = makeId('bob');
const minute = 60_000;
const hour = 60 * minute;

let sdk: TestSdk;
beforeEach(async () => {
  sdk = await openSdk();
});
afterEach(() => sdk.close());
const desk = createExperienceDesk(() => sdk);

const put = (id: string, when: Partial<ExperienceRow['target']['when']> = {}) =>
  desk.put({ id, type: 'banner', target: makeTarget({ when }) });

async function limitTo(rateLimit: RateLimit | null): Promise<void> {
  await sdk.store.write((tx) => tx.updateProject({ ...sdk.project, rateLimit }));
  // What is remembered of a project is remembered so long.
  sdk.clock.now += 2001;
}

/** Whether the page, which its token stands for, may show the experience. */
async function claim(as: string, experienceId: string, page: string): Promise<boolean | undefined> {
  const trigger = { claim: experienceId, token: makeId(page) };
  return (await desk.ask(as, { trigger })).claimed;
}

describe('A claim', () => {
  it('is needed by what comes by itself, and not without end', async () => {
    await put('once');
    await put('limited', { repeat: { type: 'always' } });
    await put('free', { repeat: { type: 'always' }, ignoresRateLimit: true });
    await desk.put({ id: 'list', type: 'checklist' });
    await desk.put({ id: 'post', type: 'post' });
    const needs = async (more: object = {}) =>
      Object.fromEntries(
        ((await desk.ask(ada, more)).experiences ?? []).map(({ id, needsClaim }) => [
          id,
          needsClaim ?? false,
        ]),
      );
    expect(await needs()).toEqual({
      ...{ once: true, limited: true, free: false, list: false, post: false },
    });
    // Somebody asked for it.
    expect((await needs({ trigger: 'once' })).once).toBe(false);
    await limitTo(null);
    expect(await needs()).toMatchObject({ once: true, limited: false });
  });

  it('is given to one page, and to that again', async () => {
    await put('one');
    expect(await claim(ada, 'one', 'left')).toBe(true);
    expect(await claim(ada, 'one', 'right')).toBe(false);
    expect(await claim(ada, 'one', 'left')).toBe(true);
    expect(await claim(bob, 'one', 'right')).toBe(true);
  });

  it('of pages that ask at one moment is given to one', async () => {
    await put('one');
    await put('two');
    const asked = await Promise.all([
      ...['a', 'b', 'c'].map((page) => claim(ada, 'one', page)),
      ...['a', 'b', 'c'].map((page) => claim(ada, 'two', page)),
    ]);
    expect(asked.filter((isGiven) => isGiven)).toHaveLength(1);
  });

  it('counts as seen for others, and what ignores the limit is apart from it', async () => {
    await put('one');
    await put('two');
    await put('free', { ignoresRateLimit: true });
    expect(await claim(ada, 'one', 'left')).toBe(true);
    expect(await desk.see(ada)).toEqual(['free']);
    expect(await claim(ada, 'two', 'right')).toBe(false);
    expect(await claim(ada, 'free', 'right')).toBe(true);
  });

  it('of which nothing is heard is free after a minute', async () => {
    await put('one');
    expect(await claim(ada, 'one', 'left')).toBe(true);
    sdk.clock.now = noon + minute - 1;
    expect(await claim(ada, 'one', 'right')).toBe(false);
    sdk.clock.now = noon + minute;
    expect(await claim(ada, 'one', 'right')).toBe(true);
  });

  it('that has been heard of is over, and the rules decide', async () => {
    await put('days', { repeat: { type: 'everyDays', days: 1 } });
    expect(await claim(ada, 'days', 'left')).toBe(true);
    await desk.report(ada, 'days', 'seen');
    expect(await claim(ada, 'days', 'right')).toBe(false);
    sdk.clock.now = noon + 24 * hour;
    expect(await claim(ada, 'days', 'right')).toBe(true);
  });

  it('of a visitor counts on when something is stored of her', async () => {
    await limitTo({ count: 2, hours: 4 });
    for (const id of ['one', 'two', 'three']) await put(id);
    const visitor = makeId('new');
    expect(await claim(visitor, 'one', 'left')).toBe(true);
    expect(await claim(visitor, 'two', 'left')).toBe(true);
    await desk.report(visitor, 'one', 'seen');
    expect(await claim(visitor, 'three', 'left')).toBe(false);
  });

  it('is given to one of many pages that ask at one moment', async () => {
    await limitTo({ count: 1, hours: 4 });
    for (const id of ['one', 'two']) await put(id);
    const asked = Array.from({ length: 20 }, (_, page) =>
      claim(ada, page % 2 ? 'one' : 'two', `page${page}`),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  it('of what is not for her, or not there, is not given', async () => {
    await desk.put({
      id: 'others',
      type: 'banner',
      target: makeTarget({ who: { type: 'segments', segmentIds: ['gone'] } }),
    });
    await desk.put({ id: 'draft', type: 'banner', status: 'draft' });
    await put('ended', { end: new Date(noon - 1).toISOString() });
    const given = [];
    for (const id of ['others', 'draft', 'ended', 'nowhere', '__proto__', '']) {
      given.push(await claim(ada, id, 'left'));
    }
    expect(given).toEqual([false, false, false, false, false, false]);
    // What it did not get holds nothing back.
    await put('one');
    expect(await claim(ada, 'one', 'left')).toBe(true);
  });

  it('needs a token that cannot be met by chance', async () => {
    const page = { url: 'https://shop.test/', device: 'desktop' };
    for (const token of ['short', 7, undefined]) {
      const trigger = { claim: 'one', token };
      const reply = await sdk.post({ as: ada, ask: ['experiences'], page, trigger });
      const { errors } = (await reply.json()) as { errors: { path: string }[] };
      expect([reply.status, errors[0]?.path]).toEqual([422, 'trigger']);
    }
  });
});

const step = fc.oneof(
  fc.record({
    type: fc.constant('claim' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    page: fc.constantFrom('p', 'q', 'r'),
  }),
  fc.record({ type: fc.constant('report' as const) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 50_000, hour) }),
);

it('never lets more be shown in a time than the limit says, nor one twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 2 }),
      async (steps, count) => {
        await sdk.close();
        sdk = await openSdk();
        for (const id of ['a', 'b', 'c', 'd']) await put(id);
        await limitTo({ count, hours: 4 });
        const as = makeId('cy');
        /** What a page shows and has not said yet, oldest first. */
        const unsaid: string[] = [];
        const shown = new Map<string, number>();
        for (const one of steps) {
          if (one.type === 'wait') {
            // Pages say at once what they show: nothing is unsaid for longer than a claim holds.
            while (unsaid.length > 0) await desk.report(as, unsaid.shift() as string, 'seen');
            sdk.clock.now += one.ms;
          } else if (one.type === 'report') {
            const id = unsaid.shift();
            if (id) await desk.report(as, id, 'seen');
          } else if (!unsaid.includes(one.id) && (await claim(as, one.id, one.page))) {
            expect(shown.has(one.id)).toBe(false);
            shown.set(one.id, sdk.clock.now);
            unsaid.push(one.id);
          }
        }
        const instants = [...shown.values()].sort((a, b) => a - b);
        for (const [index, at] of instants.entries()) {
          const next = instants[index + count];
          if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(4 * hour);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 300_000);

it('a claim asked with commands is answered after them', async () => {
  await put('one');
  const reply = await sdk.post({
    stream: makeId('other'),
    sentAt: noon,
    commands: [
      { type: 'experience', experienceId: 'one', action: 'seen', as: ada, seq: 1, at: noon },
    ],
    ask: ['experiences'],
    page: { url: 'https://shop.test/', device: 'desktop' },
    trigger: { claim: 'one', token: makeId('left') },
  });
  expect(((await reply.json()) as SdkReplyBody).claimed).toBe(false);
});
