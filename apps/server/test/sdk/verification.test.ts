import { createHmac } from 'node:crypto';
import type { SdkReplyBody, VerificationBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, projectId, type TestHouse } from '../http/test-house.ts';
import { makeId } from './open-sdk.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const local = { key: keys.local };
const path = () => house.at('/identify-verification');
const read = async () => (await house.call<VerificationBody>('GET', path(), local)).body;
const change = (body: object, key = keys.local) => house.call('PATCH', house.at(''), { key, body });
const rotate = async (body: object = {}) =>
  (await house.call<VerificationBody>('POST', `${path()}/rotate`, { ...local, body })).body;

/** What a site's server would put into its page. */
const sign = (secret: string | null, userId: string) =>
  createHmac('sha256', secret ?? '')
    .update(userId)
    .digest('hex');

let browsers = 0;

/** Identifies a browser of its own; the user id that it has then, and why not another. */
async function identify(userId: string, signature?: unknown) {
  browsers += 1;
  const as = makeId(`browser-${browsers}`);
  const at = house.clock.now;
  const commands = [
    { seq: 1, at, as, type: 'identify', userId, signature },
    { seq: 2, at, as, type: 'track', event: 'after' },
  ];
  const { body } = await house.call<SdkReplyBody>(
    'POST',
    `/sdk/v1/projects/${projectId}/commands`,
    { key: null, body: { stream: as, sentAt: at, commands } },
  );
  return [body.users[as], ...body.rejected.map(({ seq, code }) => `${seq} ${code}`)];
}

describe('Identify verification', () => {
  test('is off at first, and there is no secret', async () => {
    expect(await read()).toEqual({ required: false, secret: null, previousSecretUntil: null });
    expect(await identify('ada')).toEqual(['ada']);
  });

  test('no API key may turn it off, read the secret or renew it', async () => {
    for (const key of [keys.write, keys.read]) {
      const patch = await change({ identifyVerification: false }, key);
      expect([patch.status, patch.body.code]).toEqual([403, 'insufficient_scope']);
      expect((await house.call('GET', path(), { key })).status).toBe(403);
      expect((await house.call('POST', `${path()}/rotate`, { key, body: {} })).status).toBe(403);
    }
    // A key that may write still changes the rest.
    expect((await change({ name: 'Renamed' }, keys.write)).status).toBe(200);
    expect(await read()).toMatchObject({ secret: null });
  });

  test('on, only the signature of that very user id identifies; the rest is an anonymous user', async () => {
    expect((await change({ identifyVerification: true })).body).toMatchObject({
      identifyVerification: true,
    });
    const { secret } = await read();
    expect(secret).toMatch(/^mv_[0-9a-hjkmnp-tv-z]{51}$/);
    expect(await identify('ada', sign(secret, 'ada'))).toEqual(['ada']);
    expect(await identify('ädä 😀', sign(secret, 'ädä 😀').toUpperCase())).toEqual(['ädä 😀']);
    const wrong = [
      undefined,
      null,
      7,
      '',
      {},
      sign(secret, 'bob'),
      sign(`${secret}x`, 'ada'),
      sign(secret, 'ada').slice(0, 62),
      `${sign(secret, 'ada')}00`,
      `${sign(secret, 'ada').slice(0, 63)}g`,
    ];
    for (const signature of wrong) {
      expect(await identify('ada', signature)).toEqual([null, '1 signature_invalid']);
    }
  });

  test('a new secret ends the old one at once, or when the grace is over', async () => {
    const old = await read();
    const renewed = await rotate();
    expect(renewed).toMatchObject({ required: true, previousSecretUntil: null });
    expect(renewed.secret).not.toBe(old.secret);
    expect(await identify('ada', sign(old.secret, 'ada'))).toEqual([null, '1 signature_invalid']);
    expect(await identify('ada', sign(renewed.secret, 'ada'))).toEqual(['ada']);

    const graceful = await rotate({ graceHours: 2 });
    const until = house.clock.now + 2 * 3_600_000;
    expect(graceful.previousSecretUntil).toBe(new Date(until).toISOString());
    for (const { secret } of [renewed, graceful]) {
      expect(await identify('ada', sign(secret, 'ada'))).toEqual(['ada']);
    }
    house.clock.now = until;
    expect(await identify('ada', sign(renewed.secret, 'ada'))).toEqual([
      null,
      '1 signature_invalid',
    ]);
    expect(
      (await house.call('POST', `${path()}/rotate`, { ...local, body: { graceHours: 169 } }))
        .status,
    ).toBe(422);
  });

  test('off again, the secret stays for when it is on', async () => {
    const { secret } = await read();
    await change({ identifyVerification: false });
    expect(await read()).toMatchObject({ required: false, secret });
    expect(await identify('ada')).toEqual(['ada']);
  });

  test('every change is in the audit log, no secret anywhere', async () => {
    const { secret } = await read();
    const entries = await house.store.read((tx) => tx.audit(1, 50));
    const made = entries.filter(({ action }) => /^(project|identify)\./.test(action)).reverse();
    expect(made.map(({ action, by }) => [action, by])).toEqual([
      ['project.updated', 'API key write (mk_test_…)'],
      ['project.updated', 'command line'],
      ['identify.secretRotated', 'command line'],
      ['identify.secretRotated', 'command line'],
      ['project.updated', 'command line'],
    ]);
    expect(made[1]).toMatchObject({
      before: { identifyVerification: false },
      after: { identifyVerification: true },
    });
    const shown = [
      JSON.stringify(entries),
      JSON.stringify((await house.call('GET', house.at(''))).body),
      house.log.join(),
    ];
    for (const text of shown) expect(text).not.toContain(secret);
  });
});
