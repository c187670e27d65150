import type { AnswerBody, ProfileBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import {
  change,
  expectNoText,
  onlyFor,
  pageOf,
  publish,
  reactions,
  waitForText,
} from '../fixtures/experiences.ts';
import { test } from '../fixtures/journey.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

describe('A checklist', () => {
  test('is ticked by what happens, at once, and by hand', async ({ site, muster }) => {
    await publish(muster, {
      type: 'checklist',
      steps: [
        { id: 'buy', title: 'Buy something', task: { event: { source: 'app', name: 'bought' } } },
        { id: 'tell', title: 'Tell a friend' },
      ],
      target: { who: onlyFor('lister') },
    });
    const page = await site.open(pageOf(site.snippet(), 'lister'));
    const launcher = (done: number) =>
      page.getByRole('button', { name: `First steps, ${done} of 2 done` });
    await launcher(0).click();
    await say(page, ['do', 'track', ['bought', { price: 3 }]]);
    await launcher(1).waitFor();
    await page.getByRole('button', { name: 'Mark as done: Tell a friend' }).click();
    await launcher(2).waitFor();
    await expect.poll(() => reactions(muster, 'lister')).toEqual(['seen', 'answered', 'completed']);
    // What is completed is over.
    await page.reload();
    await waitForStart(page);
    await expectNoText(page, 'First steps');
  });

  test('that a page asks for by its id is opened, also when it is there', async ({
    site,
    muster,
  }) => {
    const { id } = await publish(muster, {
      type: 'checklist',
      steps: [{ id: 'one', title: 'Only this' }],
      target: { who: onlyFor('opener') },
    });
    const page = await site.open(pageOf(site.snippet(), 'opener'));
    await page.getByRole('button', { name: /First steps/ }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await say(page, ['do', 'boosted:trigger', [{ evolutionId: id }]]);
    await page.getByRole('dialog', { name: 'First steps' }).waitFor();
    await say(page, ['do', 'boosted:trigger', [{ evolutionId: id }]]);
    await ask(page, ['get', 'widget:unreadCount']);
    expect(await page.getByRole('dialog').count()).toBe(1);
    const other = await site.visitor.newPage();
    site.server.files.set('/linked', { body: buildPage(site.snippet()) });
    await other.goto(`${site.origin}/linked`);
    await waitForStart(other);
    await say(other, ['do', 'boosted:trigger', [{ evolutionId: id }]]);
    await other.getByRole('dialog', { name: 'First steps' }).waitFor();
  });
});

test('What a page has asked for stays when it goes on', async ({ site, muster }) => {
  const byHand = { showOn: { type: 'manual' as const }, who: onlyFor('nobody') };
  const list = await publish(muster, {
    type: 'checklist',
    steps: [{ id: 'one', title: 'By hand alone' }],
    target: byHand,
  });
  const steps = [{ id: 'one', title: 'Asked for' }];
  const post = await publish(muster, { type: 'post', steps, target: byHand });
  await publish(muster, {
    type: 'post',
    steps: [{ id: 'one', title: 'There anyway' }],
    target: { who: onlyFor('asking') },
  });
  const page = await site.open(pageOf(site.snippet(), 'asking'));
  await page.getByRole('button', { name: 'What’s new, 1 new' }).waitFor();
  await say(page, ['do', 'boosted:trigger', [{ evolutionId: post.id }]]);
  const titles = () => page.getByRole('heading', { level: 3 }).allTextContents();
  await expect.poll(async () => (await titles()).sort()).toEqual(['Asked for', 'There anyway']);
  await say(page, ['do', 'widget:close'], ['do', 'boosted:trigger', [{ evolutionId: list.id }]]);
  await page.getByRole('dialog', { name: 'First steps' }).waitFor();
  await page.evaluate(() => history.pushState({}, '', '/elsewhere'));
  await say(page, ['do', 'boosted:refresh']);
  await expectNoText(page, 'Nothing of this kind');
  await page.getByText('By hand alone').waitFor();
  await say(page, ['do', 'widget:open']);
  await expect.poll(async () => (await titles()).sort()).toEqual(['Asked for', 'There anyway']);
});

test('Posts are counted until they have been read', async ({ site, muster }) => {
  const post = (title: string) =>
    publish(muster, {
      type: 'post',
      steps: [{ id: 'one', title }],
      target: { who: onlyFor('reader') },
    });
  await post('First post');
  await post('Second post');
  const page = await site.open(pageOf(site.snippet(), 'reader'));
  await page.getByRole('button', { name: 'What’s new, 2 new' }).waitFor();
  expect(await ask(page, ['get', 'widget:unreadCount'])).toBe(2);
  await say(page, ['do', 'widget:open']);
  await waitForText(page, 'Second post');
  const titles = await page.getByRole('heading', { level: 3 }).allTextContents();
  expect(titles).toEqual(['Second post', 'First post']);
  await page.getByRole('button', { name: 'What’s new', exact: true }).waitFor();
  expect(await ask(page, ['get', 'widget:unreadCount'])).toBe(0);
  await post('Third post');
  await page.reload();
  await page.getByRole('button', { name: 'What’s new, 1 new' }).waitFor();
});

test('A resource center shows each the blocks that are for her', async ({ site, muster }) => {
  await publish(muster, {
    type: 'resourceCenter',
    steps: [
      { id: 'all', title: 'For all' },
      { id: 'some', title: 'For some', who: onlyFor('helped') },
      { id: 'others', title: 'For others', who: onlyFor('nobody at all') },
    ],
  });
  const page = await site.open(pageOf(site.snippet(), 'helped'));
  await page.getByRole('button', { name: 'Help' }).click();
  const titles = () => page.getByRole('heading', { level: 3 }).allTextContents();
  await waitForText(page, 'For all');
  expect(await titles()).toEqual(['For all', 'For some']);
  // Open as it is, it follows who she is.
  await say(page, ['set', 'user:attributes', [{ who: 'other' }, { refetchBoosted: true }]]);
  await expect.poll(titles).toEqual(['For all']);
});

test('A segment within the segment of a Who decides, and its change without publishing anew', async ({
  site,
  muster,
}) => {
  type Saved = { id: string; version: number };
  const save = (name: string, conditions: unknown) =>
    muster.api<Saved>('POST', '/segments', { name, conditions });
  const conditionsOf = (who: string) => {
    const target = onlyFor(who);
    return target.type === 'conditions' ? target.conditions : undefined;
  };
  const inner = await save('Inner', conditionsOf('somebody else'));
  const outer = await save('Outer', {
    type: 'group',
    match: 'all',
    children: [
      { type: 'segment', segmentId: inner.id },
      { type: 'segment', segmentId: (await save('Never', conditionsOf('x'))).id, not: true },
    ],
  });
  await publish(muster, {
    type: 'banner',
    steps: [{ id: 'one', title: 'For the innermost' }],
    target: { who: { type: 'segments', segmentIds: [outer.id] } },
  });
  const page = await site.open(pageOf(site.snippet(), 'nested'));
  await waitForStart(page);
  await expectNoText(page, 'For the innermost');
  const changed = { conditions: conditionsOf('nested') };
  await muster.api('PATCH', `/segments/${inner.id}`, changed, {
    'if-match': `"${inner.version}"`,
  });
  await say(page, ['do', 'boosted:refresh']);
  await waitForText(page, 'For the innermost');
});

describe('Of several', () => {
  const survey = (who: string, title: string, when: object = {}) => ({
    type: 'survey' as const,
    steps: [{ id: 'nps', title, question: { kind: 'nps' as const, required: true } }],
    target: { who: onlyFor(who), when },
  });

  test('surveys the more important comes first, and the other when it is closed', async ({
    site,
    muster,
  }) => {
    await publish(muster, survey('asked', 'Less important', { priority: 1 }));
    await publish(muster, survey('asked', 'More important', { priority: 2 }));
    const page = await site.open(pageOf(site.snippet(), 'asked'));
    await waitForText(page, 'More important');
    await expectNoText(page, 'Less important');
    await page.getByRole('button', { name: 'Close' }).click();
    await waitForText(page, 'Less important');
    // What is closed fades out.
    await page.getByText('More important').first().waitFor({ state: 'detached' });
  });

  test('of which a rate limit lets one, a page shows one, whatever their places', async ({
    site,
    muster,
  }) => {
    const when = { ignoresRateLimit: false };
    await publish(muster, survey('limited', 'A limited survey', when));
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'A limited banner' }],
      target: { who: onlyFor('limited'), when },
    });
    const page = await site.open(pageOf(site.snippet(), 'limited'));
    const shown = page.getByRole('heading', { name: /A limited/ });
    await shown.first().waitFor();
    await expectNoText(page, 'Nothing of this kind');
    expect(await shown.count()).toBe(1);
    await expect.poll(() => reactions(muster, 'limited')).toEqual(['seen']);
  });

  test('tabs that are opened together one shows it', async ({ site, muster }) => {
    await publish(muster, survey('tabbed', 'Only once'));
    const first = await site.open(pageOf(site.snippet(), 'tabbed'), '/known');
    await waitForText(first, 'Only once');
    await first.getByRole('button', { name: 'Close' }).click();
    // What is closed makes its page ask for the next: on a slow machine that would be the one published now.
    await first.close();
    await publish(muster, survey('tabbed', 'Once more'));
    const pages = await Promise.all([1, 2, 3].map(() => site.visitor.newPage()));
    await Promise.all(pages.map((page) => page.goto(`${site.origin}/known`)));
    const count = async () => {
      const counts = await Promise.all(
        pages.map((page) => page.getByRole('heading', { name: 'Once more' }).count()),
      );
      return counts.reduce((sum, one) => sum + one, 0);
    };
    await expect.poll(count).toBeGreaterThan(0);
    await Promise.all(pages.map((page) => expectNoText(page, 'Nothing of this kind')));
    expect(await count()).toBe(1);
  });

  test('hundreds that are live, one is shown', async ({ site, muster }) => {
    const publishNumber = (i: number) =>
      publish(muster, {
        type: 'banner',
        steps: [{ id: 'one', title: `Banner number ${i}` }],
        target: { who: onlyFor('crowded'), when: { priority: i % 100 } },
      });
    const many = Array.from({ length: 199 }, (_, i) => i);
    // Several at once: six hundred calls one after the other would take a slow machine a minute.
    while (many.length > 0) await Promise.all(many.splice(0, 20).map(publishNumber));
    await publishNumber(199);
    const page = await site.open(pageOf(site.snippet(), 'crowded'));
    // Of those with the highest priority the one that was published last.
    await waitForText(page, 'Banner number 199');
    expect(await page.getByRole('heading', { name: 'Banner number' }).count()).toBe(1);
  });
});

describe('What is open', () => {
  test('is brought up to date when it is edited, and stays when it is paused', async ({
    site,
    muster,
  }) => {
    const made = await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'As it was' }],
      target: { who: onlyFor('follower'), when: { repeat: { type: 'always' } } },
    });
    const page = await site.open(pageOf(site.snippet(), 'follower'));
    await waitForText(page, 'As it was');
    await change(muster, made, { steps: [{ id: 'one', title: 'As it is' }] });
    await say(page, ['do', 'boosted:refresh']);
    await page.getByRole('heading', { name: 'As it is' }).waitFor();
    expect(await page.getByRole('heading').allTextContents()).toEqual(['A shop', 'As it is']);
    await change(muster, made, { status: 'paused' });
    await say(page, ['do', 'boosted:refresh']);
    await ask(page, ['get', 'widget:unreadCount']);
    expect(await page.getByText('As it is').count()).toBeGreaterThan(0);
    await page.reload();
    await waitForStart(page);
    await expectNoText(page, 'As it is');
    // It was one showing.
    expect(await reactions(muster, 'follower')).toEqual(['seen']);
  });

  test('goes when the visitor logs out, and reports nothing', async ({ site, muster }) => {
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'For her alone' }],
      target: { who: onlyFor('leaving') },
    });
    const page = await site.open(pageOf(site.snippet(), 'leaving'));
    await waitForText(page, 'For her alone');
    await say(page, ['do', 'user:reset']);
    await expect.poll(() => page.getByText('For her alone').count()).toBe(0);
    // What was said before a question is sent before it.
    await ask(page, ['get', 'user:segments']);
    expect(await reactions(muster, 'leaving')).toEqual(['seen']);
  });

  test('without a network is answered, and it is heard of later', async ({ site, muster }) => {
    await publish(muster, {
      type: 'survey',
      steps: [{ id: 'why', title: 'Why?', question: { kind: 'text', required: true } }],
      target: { who: onlyFor('offline') },
    });
    const page = await site.open(pageOf(site.snippet(), 'offline'));
    await waitForText(page, 'Why?');
    await expect.poll(() => reactions(muster, 'offline')).toEqual(['seen']);
    await site.visitor.setOffline(true);
    await page.getByRole('textbox').fill('In a tunnel');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you!' }).waitFor();
    expect(await reactions(muster, 'offline')).toEqual(['seen']);
    await site.visitor.setOffline(false);
    await expect
      .poll(() => reactions(muster, 'offline'))
      .toEqual(['seen', 'answered', 'completed']);
  });
});

describe('An answer', () => {
  test('with markup is a text, wherever it is read', async ({ site, muster }) => {
    const text = '<img src=x onerror="window.ran = 1"><script>window.ran = 2</script> {name}';
    const { id } = await publish(muster, {
      type: 'survey',
      steps: [
        { id: 'why', title: 'Why?', question: { kind: 'text', required: true } },
        { id: 'bye', title: 'Bye' },
      ],
      target: { who: onlyFor('writer') },
    });
    const page = await site.open(pageOf(site.snippet(), 'writer'));
    await page.getByRole('textbox').fill(text);
    await page.getByRole('button', { name: 'Next' }).click();
    await waitForText(page, 'Bye');
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await page.getByRole('textbox').inputValue()).toBe(text);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await expect
      .poll(async () => {
        const { answers } = await muster.api<{ answers: AnswerBody[] }>(
          'POST',
          `/experiences/${id}/analytics/answers`,
          { stepId: 'why' },
        );
        return answers.map(({ value }) => value);
      })
      .toEqual([text]);
  });

  test('of somebody unknown is hers once she is known', async ({ site, muster }) => {
    const { id } = await publish(muster, {
      type: 'survey',
      steps: [{ id: 'nps', title: 'Before login', question: { kind: 'nps', required: true } }],
      target: { where: { urls: [{ operator: 'is', not: false, value: '/before-login' }] } },
    });
    const page = await site.open(buildPage(site.snippet()), '/before-login');
    await waitForText(page, 'Before login');
    await page.getByText('9', { exact: true }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you!' }).waitFor();
    await say(page, ['do', 'identify', ['known-later']]);
    await expect
      .poll(() => reactions(muster, 'known-later'))
      .toEqual(['seen', 'answered', 'completed']);
    const { count } = await muster.api<{ count: number }>('POST', '/audience/count', {
      conditions: {
        type: 'group',
        match: 'all',
        children: [
          {
            type: 'answer',
            experienceId: id,
            stepId: 'nps',
            kind: 'number',
            operator: 'gte',
            value: 9,
          },
        ],
      },
    });
    expect(count).toBe(1);
    const profile: ProfileBody | null = await muster.profile('known-later');
    expect(profile?.id).toBe('known-later');
  });
});
