import {
  type WebhookDeliveryBody,
  type WebhookWithSecretBody,
  webhookEventTypes,
} from '@muster/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, type Person } from '../http/people.ts';
import { allOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { createTestWorker } from './worker-house.ts';

let server: Postgres;
let house: TestHouse;
let receiver: Receiver;
let admin: Person;

beforeAll(async () => {
  server = await startPostgres();
  house = await openTestHouse({ databaseUrl: await server.createDatabase() });
  receiver = await openReceiver();
  admin = await addPerson(house, 'admin', 1, 'admin');
});
afterAll(async () => {
  await receiver.close();
  await house.close();
  await server.stop();
});

const call = async <Body>(method: string, path: string, body?: object) =>
  house.call<Body>(method, house.at(path), { ...admin.browser, ...(body && { body }) });

test('a webhook is made, told, counted and deleted on PostgreSQL, too', async () => {
  const { status, body: webhook } = await call<WebhookWithSecretBody>('POST', '/webhooks', {
    url: receiver.url,
    events: webhookEventTypes,
  });
  expect([status, webhook.waiting, webhook.failed]).toEqual([201, 0, 0]);
  const conditions = allOf(isOneOf('plan', 'Pro'));
  await call('POST', '/segments', { name: 'Payers', conditions });
  const list = async () => (await call<{ webhooks: object[] }>('GET', '/webhooks')).body.webhooks;
  expect(await list()).toMatchObject([{ id: webhook.id, waiting: 1 }]);
  const worker = createTestWorker(house.store, house.clock);
  await worker.run();
  await worker.stop();
  expect(receiver.received).toHaveLength(1);
  expect(await list()).toMatchObject([{ id: webhook.id, waiting: 0 }]);
  const { body } = await call<{ deliveries: WebhookDeliveryBody[] }>(
    'GET',
    `/webhooks/${webhook.id}/deliveries?state=delivered`,
  );
  expect(body.deliveries).toHaveLength(1);
  expect((await call('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204);
  expect(await list()).toEqual([]);
});
