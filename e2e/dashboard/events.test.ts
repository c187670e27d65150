import type { CatalogBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import { test as base } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';
import { joinMember } from '../fixtures/join-member.ts';
import type { Muster } from '../fixtures/muster.ts';

const track = (userId: string, event: string, properties: object = {}, daysAgo = 0) => ({
  type: 'track',
  userId,
  event,
  properties,
  timestamp: new Date(Date.now() - daysAgo * 86_400_000 - 60_000).toISOString(),
});

const identify = (userId: string, traits: object) => ({ type: 'identify', userId, traits });

/** As long as a name may be, in letters that break nowhere, and with what would be markup. */
const longName = `<img src=x onerror="document.title='broken'">${'W'.repeat(460)}`;

const test = base.extend('house', { scope: 'file' }, async ({ muster }) => {
  await muster.call('POST', '/sse/webhook', [
    identify('ada', { name: 'Ada Lovelace', seats: 5, '<b>key</b>': 'x' }),
    identify('bob', { seats: 'five' }),
    identify('cyd', { seats: 'six', obsolete: 'yes' }),
    track('ada', 'report exported', { format: 'pdf', pages: 12 }, 3),
    track('ada', 'report exported', { format: 'csv', pages: 'many' }),
    track('bob', 'report exported', { format: '<i>pdf</i>' }, 40),
    track('bob', 'pinged'),
    track('bob', longName, { ['k'.repeat(200)]: 'v'.repeat(700) }),
  ]);
  await muster.api('POST', '/segments', {
    name: 'Exporters',
    conditions: {
      type: 'group',
      match: 'all',
      children: [{ type: 'event', source: 'api', name: 'report exported' }],
    },
  });
  return muster;
});

const readCatalog = (muster: Muster) => muster.api<CatalogBody>('GET', '/catalog');

describe('The list of events', () => {
  test('says how often, is searched and ordered by its address, and opens an event', async ({
    maya,
    house: _,
  }) => {
    const { page } = maya;
    await maya.visit('events?sort=-count', 'Events');
    const rows = page.getByRole('row');
    await rows.nth(1).getByText('report exported').waitFor();
    await page.getByRole('searchbox').fill('PING');
    await expect.poll(() => rows.count()).toBe(2);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('PING');
    await page.getByRole('searchbox').press('Escape');
    await page.getByRole('link', { name: 'report exported' }).click();
    await page.getByRole('heading', { level: 1, name: 'report exported' }).waitFor();
    const volume = page.getByRole('region', { name: 'How often' });
    await volume.getByText('3', { exact: true }).waitFor();
    // The chart is for the eye alone: its numbers are in a table.
    await volume.getByText('The numbers').click();
    await expect.poll(() => volume.getByRole('row').count()).toBe(31);
    await page.getByRole('link', { name: 'Exporters' }).waitFor();
    const latest = page.getByRole('region', { name: 'Latest occurrences' });
    await expect.poll(() => latest.getByRole('listitem').count()).toBe(3);
    await latest.getByRole('link', { name: 'Ada Lovelace' }).first().click();
    await page.getByRole('dialog', { name: 'Ada Lovelace' }).waitFor();
  });

  test('is told what comes meanwhile', async ({ maya, house }) => {
    const { page } = maya;
    await maya.visit('events?q=brand', 'Events');
    await page.getByText('No event matches').waitFor();
    await house.call('POST', '/sse/webhook', [track('ada', 'brand new')]);
    await page.getByRole('link', { name: 'brand new' }).waitFor();
  });

  test('hides, undoes it, and the builder no longer offers what is hidden', async ({
    maya,
    house,
  }) => {
    const { page } = maya;
    await maya.visit('events?q=pinged', 'Events');
    await page.getByRole('button', { name: 'Hide pinged from builders' }).click();
    await page.getByText('No event matches').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'pinged' }).waitFor();
    await page.getByRole('button', { name: 'Hide pinged from builders' }).click();
    await page.getByText('No event matches').waitFor();
    expect((await readCatalog(house)).events.find(({ name }) => name === 'pinged')).toMatchObject({
      hidden: true,
    });
    await maya.visit('segments/new', 'New segment');
    await page.getByRole('button', { name: 'Add…', exact: true }).click();
    const search = page.getByRole('combobox', { name: 'What to ask about' });
    await search.fill('pinged');
    await page.getByText('Nothing is called “pinged”.').waitFor();
    await maya.visit('events?show=all&q=pinged', 'Events');
    await page.getByRole('button', { name: 'Offer pinged again' }).click();
    await page.getByText('is offered again').waitFor();
  });
});

describe('An event', () => {
  test('is described by keyboard, and the builder says it', async ({ maya, house }) => {
    const { page } = maya;
    await maya.visit('events/api?name=report+exported', 'report exported');
    const field = page.getByRole('textbox', { name: 'Description of report exported' });
    await field.focus();
    await page.keyboard.type('A report left the house');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () =>
        (await readCatalog(house)).events.find(({ name }) => name === 'report exported'),
      )
      .toMatchObject({ description: 'A report left the house' });
    await page.getByRole('link', { name: 'New segment' }).click();
    await page.getByText('report exported').first().waitFor();
    await page.getByRole('button', { name: 'Add…', exact: true }).click();
    await page.getByRole('combobox', { name: 'What to ask about' }).fill('left the house');
    await page.getByRole('option', { name: /report exported A report left the house/ }).waitFor();
  });

  test('shows the types of each property, when each last came, and hides one', async ({
    maya,
    house: _,
  }) => {
    const { page } = maya;
    await maya.visit('events/api?name=report+exported', 'report exported');
    const card = page.getByRole('region', { name: 'Properties of the newest' });
    const pages = card.getByRole('row', { name: /^pages/ });
    await pages.getByText('Mixed types').waitFor();
    await pages.getByText('Text: many').waitFor();
    await pages.getByRole('button', { name: 'Hide pages from builders' }).click();
    await pages.getByText('Hidden', { exact: true }).waitFor();
    await maya.visit('segments/new', 'New segment');
  });

  test('that never was is not found, nor one of a source that nobody knows', async ({
    maya,
    house: _,
  }) => {
    await maya.page.goto(`${_.url}/p/demo/events/api?name=never`);
    await maya.page.getByText('There has been no event “never”.').waitFor();
    await maya.page.goto(`${_.url}/p/demo/events/nowhere?name=never`);
    await maya.page.getByText('Could not show this event').waitFor();
  });
});

describe('An attribute', () => {
  test('says who sends which type, and is not deleted while something names it', async ({
    maya,
    house,
  }) => {
    await house.api('POST', '/segments', {
      name: 'Few seats',
      conditions: {
        type: 'group',
        match: 'all',
        children: [
          {
            type: 'attribute',
            source: 'custom',
            key: 'seats',
            kind: 'number',
            operator: 'lte',
            value: 5,
          },
        ],
      },
    });
    const { page } = maya;
    await maya.visit('events/attributes?q=seats', 'Attributes');
    await page.getByRole('row', { name: /seats .*Mixed types/ }).waitFor();
    await page.getByRole('link', { name: 'seats' }).click();
    const types = page.getByRole('region', { name: 'Types and senders' });
    await types.getByRole('row', { name: /Text 2 66\.7% API 2 users/ }).waitFor();
    await types.getByRole('row', { name: /Number 1 33\.3% API 1 user/ }).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog', { name: '“seats” is in use' });
    await dialog.getByRole('link', { name: 'Few seats' }).waitFor();
    expect((await readCatalog(house)).attributes.find(({ key }) => key === 'seats')?.count).toBe(3);
  });

  test('that nothing names is deleted from everybody', async ({ maya, house }) => {
    const { page } = maya;
    await maya.visit('events/attributes/custom?key=obsolete', 'obsolete');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByText('It is removed from 1 user, for good.').waitFor();
    await page.getByRole('button', { name: 'Delete attribute' }).click();
    await page.getByText('Removed “obsolete” from 1 user.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Attributes' }).waitFor();
    expect((await readCatalog(house)).attributes.map(({ key }) => key)).not.toContain('obsolete');
  });

  test('that many have is deleted part by part', async ({ maya, house }) => {
    const { page } = maya;
    await maya.visit('events/attributes/custom?key=StreamingMovies', 'StreamingMovies');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete attribute' }).click();
    await page.getByText('Removed “StreamingMovies” from 7,043 users.').waitFor();
    expect((await readCatalog(house)).attributes.map(({ key }) => key)).not.toContain(
      'StreamingMovies',
    );
  });
});

test('a viewer sees the catalog and changes nothing', async ({ house, signIn, browser }) => {
  const vera = await signIn(await joinMember(browser, house, 'Vera', 'viewer'));
  const { page } = vera;
  const actions = page.getByRole('button', { name: /Hide|Delete|Offer/ });
  await vera.visit('events', 'Events');
  await page.getByRole('link', { name: 'report exported' }).waitFor();
  expect(await actions.count()).toBe(0);
  await vera.visit('events/api?name=report+exported', 'report exported');
  await page
    .getByRole('region', { name: 'Properties of the newest' })
    .getByText('pdf')
    .first()
    .waitFor();
  expect(await actions.count()).toBe(0);
  expect(await page.getByRole('textbox').count()).toBe(0);
  await vera.visit('events/attributes/custom?key=seats', 'seats');
  expect(await actions.count()).toBe(0);
});

const pages: readonly (readonly [page: string, path: string, title: string, sign: string])[] = [
  ['The list of events', 'events', 'Events', 'report exported'],
  [
    'An event with a long name',
    `events/api?name=${encodeURIComponent(longName)}`,
    longName.slice(0, 20),
    'Latest occurrences',
  ],
  ['An event', 'events/api?name=report+exported', 'report exported', 'Mixed types'],
  ['The list of attributes', 'events/attributes', 'Attributes', 'Mixed types'],
  ['An attribute', 'events/attributes/custom?key=seats', 'seats', 'Sent by'],
];

test.for(pages)(
  '%s meets WCAG 2.2 AA, wide, narrow and at 400 %',
  async ([, path, title, sign], { house: _, maya }) => {
    await maya.visit(path, title);
    await maya.page.getByText(sign).first().waitFor();
    await expectAccessible(maya.page);
    expect(await maya.page.title()).not.toBe('broken');
  },
);
