import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addToken,
  findToken,
  readPass,
  removeToken,
  signPass,
} from '../../src/modules/tracked-events/picker-token.ts';
import { addPerson, type Person } from '../http/people.ts';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';

const pass = {
  projectId: 'demo',
  pageOrigin: 'https://shop.test',
  dashboardOrigin: 'https://muster.test',
  until: 5,
};

describe('A token of the picker', () => {
  test('is read by its secret alone, as it was signed', () => {
    const token = signPass(pass, 'secret');
    expect(readPass(token, 'secret')).toEqual(pass);
    expect(readPass(token, 'other')).toBeUndefined();
    const [content = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...pass, until: 9e15 })).toString('base64url');
    for (const wrong of [`${forged}.${signature}`, `${content}.`, content, '', `${content}.AA`]) {
      expect(readPass(wrong, 'secret')).toBeUndefined();
    }
  });

  test.each([
    ['https://a.test/x', 'https://a.test/x#muster-pick=t.s'],
    ['https://a.test/x?y=1', 'https://a.test/x?y=1#muster-pick=t.s'],
    ['https://a.test/x#part', 'https://a.test/x#part&muster-pick=t.s'],
    ['https://a.test/#/route', 'https://a.test/#/route?muster-pick=t.s'],
    ['https://a.test/#/route?q=1', 'https://a.test/#/route?q=1&muster-pick=t.s'],
  ])('goes into %s and out of it', (address, withToken) => {
    expect(addToken(new URL(address), 't.s')).toBe(withToken);
    expect(findToken(withToken)).toBe('t.s');
    expect(removeToken(withToken)).toBe(address);
    expect(findToken(address)).toBeUndefined();
    expect(removeToken(address)).toBe(address);
  });
});

describe('The picker', () => {
  let house: TestHouse;
  let ada: Person;

  beforeAll(async () => {
    house = await openTestHouse();
    ada = await addPerson(house, 'ada', 1, 'editor');
  });

  afterAll(() => house.close());

  const origin = 'http://localhost';

  function open(url: string, headers: Record<string, string> = { origin }) {
    return house.call<{ url: string; code: string; origin: string }>(
      'POST',
      house.at('/event-picker'),
      { key: null, headers: { ...ada.browser.headers, ...headers }, body: { url } },
    );
  }

  async function ask(url: string, projectId = 'demo') {
    const body = {
      as: 'browser-000000000000000000000',
      ask: ['experiences'],
      page: { url, device: 'desktop' },
    };
    const { body: reply } = await house.call<{ experiences: { type: string }[] }>(
      'POST',
      `/sdk/v1/projects/${projectId}/commands`,
      { key: null, body },
    );
    return reply.experiences;
  }

  test('opens where its token is for, until its time is over', async () => {
    const { body } = await open('https://shop.test/reports#top');
    expect(body.origin).toBe('https://shop.test');
    const until = house.clock.now + 15 * 60 * 1000;
    expect(await ask(body.url)).toEqual([
      {
        id: 'picker',
        type: 'picker',
        showOn: { type: 'open' },
        steps: [],
        dashboardOrigin: origin,
        until,
      },
    ]);
    expect(await ask(body.url.replace('/reports', '/other'))).toHaveLength(1);
    expect(await ask(body.url.replace('shop.test', 'evil.test'))).toEqual([]);
    expect(await ask(body.url.replace('https:', 'http:'))).toEqual([]);
    expect(await ask(body.url, 'other')).toEqual([]);
    expect(await ask(`${body.url.slice(0, -3)}AAA`)).toEqual([]);
    house.clock.now = until;
    expect(await ask(body.url)).toEqual([]);
  });

  test('opens for no key, no page that is none, and no dashboard of no origin', async () => {
    const url = 'https://shop.test/';
    const byKey = await house.call('POST', house.at('/event-picker'), { body: { url } });
    expect([byKey.status, byKey.body.code]).toEqual([403, 'members_only']);
    expect((await open(url, {})).body.code).toBe('origin_missing');
    for (const wrong of ['shop.test', 'javascript:alert(1)', 'file:///etc/passwd', '/reports']) {
      expect((await open(wrong)).status).toBe(422);
    }
  });

  test('leaves no token in what is kept of a view', async () => {
    const { body } = await open('https://shop.test/reports');
    const sentAt = house.clock.now;
    const as = 'browser-111111111111111111111';
    const command = { type: 'page', seq: 1, at: sentAt, as, url: body.url, referrer: body.url };
    const stream = 'stream-000000000000000000000';
    await house.call('POST', '/sdk/v1/projects/demo/commands', {
      key: null,
      body: { stream, sentAt, commands: [command] },
    });
    const { body: page } = await house.call<{ events: { properties: object }[] }>(
      'GET',
      house.at(`/users/${as}/events?kind=anonymous`),
    );
    const kept = 'https://shop.test/reports';
    expect(page.events[0]?.properties).toEqual({ url: kept, referrer: kept });
  });
});
