import type { ShownExperience } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allOf, inSegment, isOneOf } from '../http/test-house.ts';
import { noon } from '../ingest/open-ingest.ts';
import { createExperienceDesk, makeTarget } from './experience-helpers.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

const ada = makeId('ada');
const bob = makeId('bob');
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const step = { title: '', body: '', buttons: [] };

let sdk: TestSdk;
beforeEach(async () => {
  sdk = await openSdk();
});
afterEach(() => sdk.close());
const desk = createExperienceDesk(() => sdk);
const iso = (at: number) => new Date(at).toISOString();
const setPlan = (as: string, plan: string) =>
  desk.say(as, { type: 'attributes', values: { plan } });
const ofSegments = (...segmentIds: string[]) =>
  makeTarget({ who: { type: 'segments', segmentIds } });
const banner = { type: 'banner' as const };

describe('asking', () => {
  it('answers a list when there is nothing', async () => {
    expect((await desk.ask(ada)).experiences).toEqual([]);
  });

  it('answers nothing about experiences to who did not ask', async () => {
    await desk.put({ id: 'a' });
    const response = await sdk.post({ as: ada, ask: ['segments'] });
    expect(await response.json()).not.toHaveProperty('experiences');
  });

  it('refuses a question without a page', async () => {
    for (const page of [undefined, 'x', {}, { url: 'https://x.test' }, { url: 1, device: 'tv' }]) {
      const response = await sdk.post({ as: ada, ask: ['experiences'], page });
      expect(response.status).toBe(422);
    }
    expect((await sdk.post({ as: ada, ask: ['experience'] })).status).toBe(422);
  });

  it('takes an address of any length, in a question and beside commands', async () => {
    await desk.put({ id: 'everywhere', ...banner });
    const not = { operator: 'endsWith', not: true, value: '/x' } as const;
    await desk.put({ id: 'some', ...banner, target: makeTarget({ where: { urls: [not] } }) });
    const url = (length: number) => `https://shop.test/?${'x'.repeat(length)}`;
    for (const [length, seen] of [
      [3000, ['everywhere', 'some']],
      [20_000, ['everywhere', 'some']],
      [40_000, ['everywhere']],
    ] as const) {
      const page = { url: url(length), device: 'mobile' };
      expect(await desk.see(ada, { page })).toEqual(seen);
    }
  });
});

describe('what a person may see', () => {
  it('is live: not a draft, not paused', async () => {
    await desk.put({ id: 'a', status: 'draft' });
    await desk.put({ id: 'b', status: 'paused' });
    await desk.put({ id: 'c' });
    expect(await desk.see(ada)).toEqual(['c']);
    await desk.put({ id: 'c', status: 'paused' });
    await desk.put({ id: 'b', status: 'live' });
    expect(await desk.see(ada)).toEqual(['b']);
  });

  it('has started and not ended', async () => {
    const when = { start: iso(noon + hour), end: iso(noon + 2 * hour) };
    await desk.put({ id: 'a', target: makeTarget({ when }) });
    const seenAt = async (at: number) => {
      sdk.clock.now = at;
      return desk.see(ada);
    };
    expect(await seenAt(noon + hour - 1)).toEqual([]);
    expect(await seenAt(noon + hour)).toEqual(['a']);
    expect(await seenAt(noon + 2 * hour - 1)).toEqual(['a']);
    expect(await seenAt(noon + 2 * hour)).toEqual([]);
  });

  it('is for the page and the device', async () => {
    const urls = [{ operator: 'startsWith', not: false, value: '/pricing' }] as const;
    await desk.put({
      id: 'a',
      target: makeTarget({ where: { urls: [...urls], devices: ['desktop', 'tablet'] } }),
    });
    const at = (path: string, device: string) =>
      desk.see(ada, { page: { url: `https://shop.test${path}`, device } });
    expect(await at('/pricing?x', 'tablet')).toEqual(['a']);
    expect(await at('/pricing', 'mobile')).toEqual([]);
    expect(await at('/', 'desktop')).toEqual([]);
  });

  it('is for her: nested segments, at once, and nobody in what is broken', async () => {
    await desk.putSegment('pro', allOf(isOneOf('plan', 'Pro')));
    await desk.putSegment('nested', allOf(inSegment('pro')));
    await desk.put({ id: 'a', target: ofSegments('nested') });
    await desk.put({ id: 'b', target: ofSegments('pro', 'gone') });
    await desk.put({
      id: 'c',
      target: makeTarget({
        who: { type: 'conditions', conditions: allOf(inSegment('pro', true)) },
      }),
    });
    await desk.put({
      id: 'd',
      target: makeTarget({ who: { type: 'conditions', conditions: { type: 'nonsense' } } }),
    });
    expect(await desk.see(ada)).toEqual(['c']);
    await setPlan(ada, 'Pro');
    expect(await desk.see(ada)).toEqual(['a']);
    expect(await desk.see(bob)).toEqual(['c']);
    await sdk.store.write((tx) => tx.deleteSegment(sdk.project.number, 'pro'));
    expect(await desk.see(ada)).toEqual([]);
    expect(await desk.see(bob)).toEqual([]);
  });

  it('comes in order of priority, then the latest published, then the id', async () => {
    const put = (id: string, priority: number, publishedAt: number) =>
      desk.put({ id, publishedAt, target: makeTarget({ when: { priority } }) });
    await put('d', 50, noon);
    await put('c', 50, noon);
    await put('b', 50, noon + 1);
    await put('e', 60, noon - 1);
    await put('a', 40, noon + 9);
    expect(await desk.see(ada)).toEqual(['e', 'b', 'c', 'd', 'a']);
  });

  it('is decided for 200 live experiences', async () => {
    await desk.putSegment('pro', allOf(isOneOf('plan', 'Pro')));
    for (let i = 0; i < 200; i += 1) {
      const target = i % 2 === 0 ? ofSegments('pro') : makeTarget();
      await desk.put({ id: `e${String(i).padStart(3, '0')}`, target });
    }
    expect(await desk.see(ada)).toHaveLength(100);
    await setPlan(ada, 'Pro');
    expect(await desk.see(ada)).toHaveLength(200);
  });
});

describe('repeating', () => {
  const unlimited = { ignoresRateLimit: true };
  it.each([
    [{ type: 'once' } as const, [true, false, false, false]],
    [{ type: 'always' } as const, [true, true, true, true]],
    [{ type: 'everyDays', days: 3 } as const, [true, false, false, true]],
  ])('%j', async (repeat, seen) => {
    await desk.put({ id: 'a', target: makeTarget({ when: { repeat, ...unlimited } }) });
    const found = [await desk.see(ada)];
    await desk.report(ada, 'a', 'seen');
    found.push(await desk.see(ada));
    sdk.clock.now = noon + 3 * day - 1;
    found.push(await desk.see(ada));
    sdk.clock.now = noon + 3 * day;
    found.push(await desk.see(ada));
    expect(found.map((ids) => ids.length === 1)).toEqual(seen);
  });

  it('keeps a checklist until it is completed or dismissed', async () => {
    for (const [as, action] of [
      [ada, 'completed'],
      [bob, 'dismissed'],
    ] as const) {
      await desk.put({ id: action, type: 'checklist' });
      await desk.report(as, action, 'seen');
      expect(await desk.see(as)).toContain(action);
      await desk.report(as, action, action);
      expect(await desk.see(as)).not.toContain(action);
    }
  });

  it('keeps posts and resource centers, and says which posts were read', async () => {
    await desk.put({ id: 'center', type: 'resourceCenter' });
    await desk.put({ id: 'post', type: 'post' });
    await desk.report(ada, 'center', 'seen');
    const isRead = async () =>
      (await desk.ask(ada)).experiences?.map((each) => [each.id, each.isRead]);
    expect(await isRead()).toEqual([
      ['center', undefined],
      ['post', false],
    ]);
    await desk.report(ada, 'post', 'seen');
    await desk.report(ada, 'post', 'dismissed');
    expect(await isRead()).toEqual([
      ['center', undefined],
      ['post', true],
    ]);
  });
});

describe('the rate limit', () => {
  beforeEach(async () => {
    for (const type of ['tour', 'survey', 'banner', 'hint'] as const) {
      await desk.put({ id: type, type });
    }
    await desk.put({ id: 'list', type: 'checklist' });
    await desk.put({ id: 'post', type: 'post' });
    await desk.put({ id: 'center', type: 'resourceCenter' });
    const when = { ignoresRateLimit: true };
    await desk.put({ id: 'urgent', ...banner, target: makeTarget({ when }) });
  });
  const waiting = ['center', 'list', 'post'];

  it('lets one in four hours come by itself', async () => {
    await desk.report(ada, 'tour', 'seen');
    expect(await desk.see(ada)).toEqual([...waiting, 'urgent']);
    sdk.clock.now = noon + 4 * hour - 1;
    expect(await desk.see(ada)).toEqual([...waiting, 'urgent']);
    sdk.clock.now = noon + 4 * hour;
    expect(await desk.see(ada)).toEqual([
      'banner',
      ...waiting.slice(0, 1),
      'hint',
      'list',
      'post',
      'survey',
      'urgent',
    ]);
    expect(await desk.see(bob)).toHaveLength(8);
  });

  it('does not count what waits to be opened', async () => {
    for (const id of waiting) await desk.report(ada, id, 'seen');
    expect(await desk.see(ada)).toHaveLength(8);
  });

  it('counts one that is paused or deleted since', async () => {
    await desk.report(ada, 'tour', 'seen');
    await desk.put({ id: 'tour', status: 'paused' });
    expect(await desk.see(ada)).not.toContain('banner');
    await sdk.store.write((tx) => tx.deleteExperience(sdk.project.number, 'tour'));
    expect(await desk.see(ada)).not.toContain('banner');
  });

  it('is what the project says', async () => {
    const limit = async (rateLimit: { count: number; hours: number } | null) => {
      const { project } = sdk;
      await sdk.store.write((tx) => tx.updateProject({ ...project, rateLimit }));
      // What is remembered of a project is remembered so long.
      sdk.clock.now += 2001;
    };
    await limit({ count: 2, hours: 1 });
    await desk.report(ada, 'tour', 'seen');
    expect(await desk.see(ada)).toContain('survey');
    await desk.report(ada, 'banner', 'seen');
    expect(await desk.see(ada)).not.toContain('survey');
    await limit(null);
    expect(await desk.see(ada)).toContain('survey');
  });

  it('lets two surveys be eligible, until one is seen', async () => {
    await desk.put({ id: 'survey2', type: 'survey' });
    expect(await desk.see(ada)).toEqual(expect.arrayContaining(['survey', 'survey2']));
    await desk.report(ada, 'survey2', 'seen');
    expect(await desk.see(ada)).not.toContain('survey');
  });
});

describe('starting one by its id', () => {
  const nobody = makeTarget({ who: { type: 'segments', segmentIds: ['gone'] } });

  it('needs only that it is live', async () => {
    const when = { end: iso(noon - 1) };
    const where = { devices: ['mobile' as const] };
    await desk.put({ id: 'a', target: { ...nobody, ...makeTarget({ when, where }) } });
    await desk.put({ id: 'b' });
    const started = (await desk.ask(ada, { trigger: 'a' })).experiences;
    expect(started?.map(({ id, showOn }) => [id, showOn.type])).toEqual([
      ['a', 'manual'],
      ['b', 'open'],
    ]);
    expect(await desk.see(ada, { trigger: 'b' })).toEqual(['b']);
    await desk.put({ id: 'a', status: 'paused' });
    expect(await desk.see(ada, { trigger: 'a' })).toEqual(['b']);
    expect(await desk.see(ada, { trigger: 'nothing' })).toEqual(['b']);
  });

  it('by the address needs one that is meant to', async () => {
    await desk.put({ id: 'a', target: { ...nobody, showOn: { type: 'url' } } });
    await desk.put({ id: 'b', target: nobody });
    await desk.put({ id: 'c', target: makeTarget({ showOn: { type: 'manual' } }) });
    const at = (query: string) =>
      desk.see(ada, { page: { url: `https://shop.test/${query}`, device: 'desktop' } });
    expect(await at('?muster=a')).toEqual(['a']);
    expect(await at('?x=1&muster=a#y')).toEqual(['a']);
    expect(await at('?muster=b')).toEqual([]);
    expect(await at('?muster=c')).toEqual([]);
    expect(await at('')).toEqual([]);
  });
});

describe('what is for one person', () => {
  const first = (shown: ShownExperience[] | undefined) => shown?.[0];

  it('are the blocks whose Who she is in', async () => {
    await desk.putSegment('pro', allOf(isOneOf('plan', 'Pro')));
    const who = (id: string) => ({ type: 'segments' as const, segmentIds: [id] });
    const steps = [
      { ...step, id: 'all', title: 'All' },
      { ...step, id: 'pro', title: 'Pro', who: who('pro') },
      { ...step, id: 'broken', title: 'Broken', who: who('gone') },
    ];
    await desk.put({ id: 'center', type: 'resourceCenter', steps });
    await desk.put({ id: 'none', type: 'resourceCenter', steps: steps.slice(1) });
    const blocks = async () => {
      const { experiences } = await desk.ask(ada);
      return experiences?.map(({ id, steps: shown }) => [id, shown.map((each) => each.id)]);
    };
    expect(await blocks()).toEqual([['center', ['all']]]);
    await setPlan(ada, 'Pro');
    expect(await blocks()).toEqual([
      ['center', ['all', 'pro']],
      ['none', ['pro']],
    ]);
  });

  it('are her values in the texts', async () => {
    await desk.put({
      id: 'a',
      steps: [{ ...step, id: 'a', title: '{plan | there}', body: '{plan}' }],
    });
    expect(first((await desk.ask(ada)).experiences)?.steps[0]?.title).toBe('there');
    await setPlan(ada, '<b>Pro</b>');
    const { title, body } = first((await desk.ask(ada)).experiences)?.steps[0] ?? {};
    expect(title).toBe('<b>Pro</b>');
    expect(body).toEqual([['p', ['<b>Pro</b>']]]);
  });

  it('are the items of a checklist that she has done', async () => {
    const event = { source: 'app' as const, name: 'invited' };
    const steps = [
      { ...step, id: 'event', title: 'Invite', task: { event } },
      { ...step, id: 'hand', title: 'Read' },
    ];
    await desk.put({ id: 'list', type: 'checklist', steps });
    const done = async () => first((await desk.ask(ada)).experiences)?.steps.map((s) => s.isDone);
    expect(await done()).toEqual([false, false]);
    await desk.say(ada, { type: 'track', event: 'invited' });
    expect(await done()).toEqual([true, false]);
    await desk.report(ada, 'list', 'answered', { stepId: 'hand', value: 'done' });
    expect(await done()).toEqual([true, true]);
    await desk.report(ada, 'list', 'answered', { stepId: 'hand', value: 'open' });
    expect(await done()).toEqual([true, false]);
  });
});

describe('reasons in a page', () => {
  it('are told only where the project allows it, and tell nothing of Who', async () => {
    await desk.put({ id: 'a', target: ofSegments('secret') });
    await desk.put({ id: 'b', status: 'paused' });
    expect(await desk.ask(ada, { debug: true })).not.toHaveProperty('reasons');
    await sdk.store.write((tx) => tx.updateProject({ ...sdk.project, explainsInPages: true }));
    sdk.clock.now += 2001;
    expect(await desk.ask(ada)).not.toHaveProperty('reasons');
    const { reasons } = await desk.ask(ada, { debug: true });
    expect(reasons).toMatchObject([{ experienceId: 'a', isShown: false }]);
    const failed = reasons?.[0]?.rules.filter(({ passes }) => !passes);
    expect(failed).toEqual([{ rule: 'who', passes: false, reason: 'It is for others.' }]);
    expect(JSON.stringify(reasons)).not.toContain('secret');
  });
});
