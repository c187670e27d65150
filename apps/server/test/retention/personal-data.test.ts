import type { ExportBody } from '@muster/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPerson, type Person } from '../http/people.ts';
import { allOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;
let admin: Person;
beforeEach(async () => {
  house = await openTestHouse();
  admin = await addPerson(house, 'admin', 1, 'admin');
});
afterEach(() => house.close());

const exportPath = (id: string) => house.at(`/users/${id}/export`);

async function tellOf(userId: string): Promise<void> {
  await house.call('POST', house.at('/webhooks'), {
    ...admin.browser,
    body: { url: 'https://example.com/hook', events: ['experience.seen'] },
  });
  await house.store.write(async (tx) => {
    const [webhook] = await tx.webhooks(1);
    const at = house.clock.now;
    const person = { kind: 'user', id: userId } as const;
    const payload = JSON.stringify({ type: 'experience.seen', data: { user: { id: userId } } });
    const message = { project: 1, id: 'msg_1', type: 'experience.seen', at, due: at, payload };
    await tx.insertDeliveries([
      { ...message, webhook: webhook?.id ?? '', subject: userId, person },
    ]);
  });
}

test('the export of one person has all that is kept of her, and is audited', async () => {
  await house.send(
    { type: 'track', anonymousId: 'browser', event: 'viewed', messageId: 'm1' },
    { type: 'identify', userId: 'ada', anonymousId: 'browser', traits: { plan: 'Pro' } },
    { type: 'identify', userId: 'bob', traits: {} },
  );
  await tellOf('ada');
  const { body } = await house.call('GET', exportPath('ada'));
  expect(body).toMatchObject({
    profile: { id: 'ada', attributes: { plan: { value: 'Pro', source: 'API' } } },
    segments: [],
    imports: [],
    webhookMessages: [{ id: 'msg_1', body: { data: { user: { id: 'ada' } } } }],
    events: [{ name: 'viewed' }],
  });
  expect(body.identities).toEqual(
    expect.arrayContaining([
      { kind: 'user', id: 'ada' },
      { kind: 'anonymous', id: 'browser' },
    ]),
  );
  const [entry] = await house.store.read((tx) => tx.audit(1, 1));
  expect(entry).toMatchObject({ action: 'user.exported' });
  expect(JSON.stringify(entry)).not.toContain('ada');
});

test('an erasure reaches every table', async () => {
  const marks = ['ada-marked', 'browser-marked', 'attribute-marked', 'event-marked'];
  await house.send(
    { type: 'track', anonymousId: marks[1], event: 'viewed', properties: { text: marks[3] } },
    { type: 'identify', userId: marks[0], anonymousId: marks[1], traits: { plan: marks[2] } },
    { type: 'identify', userId: 'bob', traits: { plan: 'Pro' } },
  );
  await tellOf('ada-marked');
  const { body: file } = await house.call<ExportBody>('POST', house.at('/exports'), {
    body: { conditions: allOf() },
  });
  await house.exportJob.run();
  const erased = await house.call('DELETE', house.at('/users/ada-marked'));
  expect(erased.status).toBe(204);
  await house.exportJob.run();
  expect((await house.fetchRaw('GET', house.at(`/exports/${file.id}/file`))).status).toBe(409);
  // The change log is forgotten when the index has followed.
  await house.indexer.caughtUp();
  await expect.poll(() => house.store.read((tx) => tx.changes(0, 100))).toEqual([]);
  const everything = await house.store.read(async (tx) => [
    await tx.scanProfiles(1, 0, 100),
    await tx.scanEvents(1, undefined, 100),
    await tx.audit(1, 100),
    await tx.deliveries({ project: 1, webhook: (await tx.webhooks(1))[0]?.id ?? '', limit: 100 }),
    await tx.findNumbers(1, [
      { kind: 'user', id: 'ada-marked' },
      { kind: 'anonymous', id: 'browser-marked' },
    ]),
  ]);
  const text = JSON.stringify(everything, (_, value) =>
    value instanceof Map ? [...value] : value,
  );
  for (const mark of marks) expect(text).not.toContain(mark);
  expect(text).toContain('bob');
  expect(house.log.join()).not.toMatch(/marked/);
});
