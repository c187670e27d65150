import type {
  SdkReplyBody,
  SegmentBody,
  WebhookBody,
  WebhookDeliveryBody,
  WebhookDeliveryWithPayloadBody,
  WebhookWithSecretBody,
} from '@muster/protocol';
import { webhookEventTypes } from '@muster/protocol';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPerson, type Person } from '../http/people.ts';
import {
  allOf,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { openReceiver, type Received, type Receiver } from './receiver.ts';
import { createTestWorker } from './worker-house.ts';

let house: TestHouse;
let receiver: Receiver;
let admin: Person;
let worker: ReturnType<typeof createTestWorker>;

beforeEach(async () => {
  house = await openTestHouse();
  // Whoever verifies a signature looks at a clock of her own.
  house.clock.now = Date.now();
  receiver = await openReceiver();
  admin = await addPerson(house, 'admin', 1, 'admin');
  worker = createTestWorker(house.store, house.clock);
});
afterEach(async () => {
  await worker.stop();
  await receiver.close();
  await house.close();
});

const callAs = <Body>(method: string, path: string, body?: unknown) =>
  house.call<Body>(method, house.at(path), { ...admin.browser, ...(body ? { body } : {}) });

const create = (given: object = {}) =>
  callAs<WebhookWithSecretBody>('POST', '/webhooks', {
    url: receiver.url,
    events: webhookEventTypes,
    ...given,
  });

const listDeliveries = async (id: string, query = '') =>
  (await callAs<{ deliveries: WebhookDeliveryBody[] }>('GET', `/webhooks/${id}/deliveries${query}`))
    .body.deliveries;

test('the list says where nobody is told who enters and leaves', async () => {
  await create();
  const read = (at: TestHouse) =>
    at.call('GET', at.at('/webhooks'), admin.browser).then(({ body }) => body.movesUntold);
  // It keeps no members.
  expect(await read(house)).toBe('off');
  await house.close();
  house = await openTestHouse({ keepsMembers: true });
  admin = await addPerson(house, 'admin', 1, 'admin');
  expect(await read(house)).toBeNull();
});

const conditions = allOf(isOneOf('plan', 'Pro'));

async function createSegment(name: string): Promise<SegmentBody> {
  const body = { name, conditions };
  return (await house.call<SegmentBody>('POST', house.at('/segments'), { body })).body;
}

function verify(secret: string, { body, headers }: Received): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

async function publishPoll(): Promise<string> {
  const made = await house.call<{ id: string; version: number }>('POST', house.at('/experiences'), {
    body: { name: 'Poll', type: 'survey' },
  });
  const steps = [
    { id: 'nps', title: 'Well?', body: '', buttons: [], question: { kind: 'nps', required: true } },
  ];
  await house.store.write(async (tx) => {
    const row = await tx.experience(1, made.body.id);
    if (row === undefined) throw new Error('The poll is not there.');
    const live = { ...row, steps, status: 'live', publishedAt: house.clock.now, version: 2 };
    await tx.updateExperience(live as typeof row, row.version);
  });
  return made.body.id;
}

let seq = 0;
async function say(as: string, ...commands: object[]): Promise<SdkReplyBody> {
  const numbered = commands.map((command) => {
    seq += 1;
    return { seq, at: house.clock.now, as, ...command };
  });
  const response = await house.fetchRaw('POST', `/sdk/v1/projects/${projectId}/commands`, {
    key: null,
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({
      stream: 'stream-of-the-test-0001',
      sentAt: house.clock.now,
      commands: numbered,
    }),
  });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as SdkReplyBody;
}

const browser = 'browser-of-ada-xxxxxxxxx';

describe('A webhook', () => {
  test('is told of what becomes of segments', async () => {
    const { status, body: webhook } = await create({ description: 'CRM' });
    expect(status).toBe(201);
    expect(webhook).toMatchObject({ description: 'CRM', disabled: null, waiting: 0, failed: 0 });
    const segment = await createSegment('Payers');
    await house.call('PATCH', house.at(`/segments/${segment.id}`), {
      body: { name: 'Paying' },
      headers: { 'if-match': '"1"' },
    });
    await house.call('POST', house.at(`/segments/${segment.id}/duplicate`));
    await house.call('DELETE', house.at(`/segments/${segment.id}`));
    await house.call('POST', house.at(`/segments/${segment.id}/restore`), {
      body: { version: 1 },
      headers: { 'if-match': '"2"' },
    });
    expect((await callAs<{ webhooks: WebhookBody[] }>('GET', '/webhooks')).body.webhooks).toEqual([
      expect.objectContaining({ id: webhook.id, waiting: 5 }),
    ]);
    await worker.run();
    const told = receiver.received.map((received) => verify(webhook.secret, received));
    const news = (type: string, name: string, version: number) => ({
      type: `segment.${type}`,
      timestamp: new Date(house.clock.now).toISOString(),
      data: { by: expect.any(String), segment: expect.objectContaining({ name, version }) },
    });
    const ofOne = told.filter((message) => JSON.stringify(message).includes(segment.id));
    expect(ofOne).toEqual([
      news('created', 'Payers', 1),
      news('updated', 'Paying', 2),
      news('deleted', 'Paying', 2),
      news('created', 'Payers', 3),
    ]);
    expect(ofOne[0]).toMatchObject({ data: { segment: { id: segment.id, conditions } } });
    expect(told).toHaveLength(5);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(5);
  });

  test('is told of what people do with experiences, once, and of nothing else', async () => {
    const { body: webhook } = await create();
    const poll = await publishPoll();
    const report = (action: string, more: object = {}) => ({
      ...{ type: 'experience', experienceId: poll, action, show: 's1' },
      ...more,
    });
    const { accepted } = await say(
      browser,
      report('seen'),
      report('stepSeen', { stepId: 'nps' }),
      { type: 'identify', userId: 'ada' },
      report('answered', { stepId: 'nps', value: 9 }),
      { type: 'track', event: 'experience seen', properties: { experienceId: poll } },
    );
    // An event of that name is no report.
    expect(accepted).toBe(4);
    await say(browser, report('completed'), report('seen', { experienceId: 'none' }));
    // Sent again, as by a browser that heard no answer.
    seq -= 2;
    await say(browser, report('completed'));
    await worker.run();
    const experience = { id: poll, name: 'Poll', type: 'survey' };
    // By the end of its request she was known.
    const user = { id: 'ada', anonymousId: null };
    expect(receiver.bodies().map(({ type, data }) => ({ type, ...data }))).toEqual([
      { type: 'experience.seen', experience, user, stepId: null },
      { type: 'experience.answered', experience, user, stepId: 'nps', value: 9 },
      { type: 'experience.completed', experience, user, stepId: null },
    ]);
    const [first] = receiver.received;
    expect(first && verify(webhook.secret, first)).toMatchObject({ type: 'experience.seen' });
  });

  test('is told only of what it wants, while it is on, by its own project', async () => {
    const { body: webhook } = await create({ events: ['segment.deleted'] });
    const segment = await createSegment('Payers');
    await callAs('PATCH', `/webhooks/${webhook.id}`, { enabled: false });
    await house.call('DELETE', house.at(`/segments/${segment.id}`));
    await worker.run();
    expect(receiver.received).toEqual([]);
    const { body } = await callAs<WebhookBody>('PATCH', `/webhooks/${webhook.id}`, {
      enabled: true,
      events: ['segment.created'],
    });
    expect(body).toMatchObject({ disabled: null, events: ['segment.created'] });
    const other = { name: 'Other', conditions };
    await house.call('POST', '/api/projects/other/segments', {
      key: 'mk_test_foreign_0123456789abcd',
      body: other,
    });
    await createSegment('Again');
    await worker.run();
    expect(receiver.bodies().map(({ data }) => data.segment.name)).toEqual(['Again']);
  });

  test('signs with both secrets while they change over', async () => {
    const { body: webhook } = await create();
    const rotated = await callAs<WebhookWithSecretBody>('POST', `/webhooks/${webhook.id}/rotate`, {
      graceHours: 2,
    });
    expect(rotated.body.secret).not.toBe(webhook.secret);
    expect(rotated.body.previousSecretUntil).not.toBeNull();
    await createSegment('Both');
    await worker.run();
    const [both] = receiver.received;
    if (both === undefined) throw new Error('Nothing has arrived.');
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
    verify(webhook.secret, both);
    verify(rotated.body.secret, both);
    house.clock.now += 2 * 60 * 60_000;
    await createSegment('New alone');
    await worker.run();
    const last = receiver.received.at(-1);
    expect(String(last?.headers['webhook-signature']).split(' ')).toHaveLength(1);
    // By then her session has ended.
    const { body: list } = await house.call<{ webhooks: WebhookBody[] }>(
      'GET',
      house.at('/webhooks'),
      { key: keys.local },
    );
    expect(list.webhooks[0]?.previousSecretUntil).toBeNull();
    expect(JSON.stringify(list)).not.toContain('whsec_');
  });

  test('is tried with a message that says so', async () => {
    const { body: webhook } = await create();
    const { status, body } = await callAs<{ messageId: string }>(
      'POST',
      `/webhooks/${webhook.id}/test`,
    );
    expect(status).toBe(202);
    receiver.answer((response) => response.writeHead(200).end('got it'));
    await worker.run();
    expect(receiver.received[0]?.headers['webhook-id']).toBe(body.messageId);
    expect(receiver.bodies()).toMatchObject([{ type: 'webhook.test' }]);
    expect(await listDeliveries(webhook.id)).toMatchObject([
      {
        messageId: body.messageId,
        state: 'delivered',
        nextAttemptAt: null,
        attempts: [{ status: 200, error: null, response: 'got it' }],
      },
    ]);
  });

  test('shows what was sent, and sends one or all that failed again', async () => {
    const { body: webhook } = await create();
    receiver.answer((response) => response.writeHead(410).end('gone'));
    await createSegment('First');
    house.clock.now += 60_000;
    await createSegment('Second');
    await createSegment('Third');
    await worker.run();
    const failed = await listDeliveries(webhook.id, '?state=failed');
    expect(failed).toHaveLength(3);
    const pages = await callAs<{ deliveries: WebhookDeliveryBody[]; nextCursor: number }>(
      'GET',
      `/webhooks/${webhook.id}/deliveries?limit=2`,
    );
    expect(pages.body.deliveries).toHaveLength(2);
    const rest = await listDeliveries(webhook.id, `?cursor=${pages.body.nextCursor}`);
    expect([...pages.body.deliveries, ...rest].map(({ id }) => id)).toEqual(
      failed.map(({ id }) => id),
    );
    const path = `/webhooks/${webhook.id}/deliveries/${failed[0]?.id}`;
    const one = await callAs<WebhookDeliveryWithPayloadBody>('GET', path);
    expect(JSON.parse(one.body.payload)).toMatchObject({ data: { segment: { name: 'Third' } } });
    expect(await callAs('POST', `${path}/replay`)).toMatchObject({
      status: 409,
      body: { code: 'webhook_disabled' },
    });
    await callAs('PATCH', `/webhooks/${webhook.id}`, { enabled: true });
    receiver.answer((response) => response.writeHead(200).end());
    expect(await callAs('POST', `${path}/replay`)).toMatchObject({
      status: 202,
      body: { state: 'waiting' },
    });
    const before = receiver.received.length;
    await worker.run();
    const again = receiver.received.slice(before);
    expect(again.map(({ headers }) => headers['webhook-id'])).toEqual([failed[0]?.messageId]);
    const since = new Date(house.clock.now).toISOString();
    const replay = await callAs('POST', `/webhooks/${webhook.id}/replay`, { since });
    // Not the first: it is older. Not the third: it has been delivered since.
    expect(replay).toMatchObject({ status: 202, body: { replayed: 1 } });
    await worker.run();
    const states = (await listDeliveries(webhook.id)).map(({ state }) => state);
    expect(states).toEqual(['delivered', 'delivered', 'failed']);
    const actions = (await house.store.read((tx) => tx.audit(1, 100))).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('webhook.')).reverse()).toEqual([
      'webhook.created',
      'webhook.disabled',
      'webhook.updated',
      'webhook.replayed',
      'webhook.replayed',
    ]);
  });

  test('is deleted with all that was sent to it, and the audit log has no secret', async () => {
    const { body: webhook } = await create();
    await createSegment('Payers');
    expect((await callAs('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204);
    await worker.run();
    expect(receiver.received).toEqual([]);
    expect((await callAs('DELETE', `/webhooks/${webhook.id}`)).status).toBe(404);
    expect((await callAs('GET', `/webhooks/${webhook.id}/deliveries`)).body).toMatchObject({
      code: 'webhook_not_found',
    });
    const audit = await house.store.read((tx) => tx.audit(1, 100));
    expect(audit[0]).toMatchObject({ action: 'webhook.deleted', before: { url: receiver.url } });
    expect(JSON.stringify(audit)).not.toContain('whsec_');
  });

  test.each([
    [{ url: 'ftp://example.com/' }, 'url'],
    [{ url: 'example.com' }, 'url'],
    [{ url: 'https://ada:secret@example.com/' }, 'url'],
    [{ url: `https://example.com/${'x'.repeat(2000)}` }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['segment.created', 'segment.created'] }, 'events'],
    [{ events: ['segment.moved'] }, 'events[0]'],
    [{ secret: 'whsec_mine' }, 'secret'],
  ])('is refused: %j', async (given, path) => {
    const { status, body } = await create(given);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path }] });
    expect((await callAs<{ webhooks: [] }>('GET', '/webhooks')).body.webhooks).toEqual([]);
  });

  test('is one of at most twenty', async () => {
    for (let count = 0; count < 20; count += 1) expect((await create()).status).toBe(201);
    expect(await create()).toMatchObject({ status: 409, body: { code: 'too_many_webhooks' } });
  });
});
