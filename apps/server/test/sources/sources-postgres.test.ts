import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyIndex } from '../../src/index/verify.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { openSourceHouse, type SourceHouse, signAsSegment, valuesOf } from './source-calls.ts';

// Each kind of source from its request to the profile, the catalog and the page of the source, where
// PostgreSQL is the store.

let server: Postgres;
let house: SourceHouse;
beforeAll(async () => {
  server = await startPostgres();
  house = await openSourceHouse({ databaseUrl: await server.createDatabase() });
});
afterAll(async () => {
  await house?.close();
  await server.stop();
});

const at = '2026-03-29T11:00:00.000Z';

test('Segment: signed, once by its message id, traits and events', async () => {
  const segment = await house.add({ kind: 'segment', name: 'Segment', signature: 'segment' });
  const messages = [
    { type: 'identify', userId: 'ada', messageId: 'i1', timestamp: at, traits: { plan: 'Pro' } },
    { type: 'track', userId: 'ada', messageId: 't1', timestamp: at, event: 'Paid' },
    { type: 'track', userId: 'ada', messageId: 't2', timestamp: at },
  ];
  const text = JSON.stringify(messages);
  const unsigned = await house.post(segment.access.path, text);
  expect(unsigned.status).toBe(401);
  const headers = { 'x-signature': signAsSegment(segment.access.secret ?? '', text) };
  const first = await house.post(segment.access.path, text, { headers });
  expect(first.body).toMatchObject({ accepted: 2, rejected: [{ index: 2 }] });
  const again = await house.post(segment.access.path, text, { headers });
  expect(again.body).toMatchObject({ accepted: 2, rejected: [{ index: 2 }] });
  expect(valuesOf((await house.user('ada'))?.traits ?? {})).toEqual({ plan: 'Pro' });
  expect(await house.events('ada')).toMatchObject([{ source: 'segment', name: 'Paid' }]);
});

test('PostHog: who was anonymous is merged', async () => {
  const posthog = await house.add({ kind: 'posthog', name: 'PostHog' });
  const send = (event: Record<string, unknown>) =>
    house.post(posthog.access.path, { event: { timestamp: at, properties: {}, ...event } });
  await send({
    event: 'viewed',
    distinct_id: 'device',
    uuid: 'p1',
    properties: { $is_identified: false },
  });
  await send({
    event: '$identify',
    distinct_id: 'bob',
    uuid: 'p2',
    properties: { $anon_distinct_id: 'device', $set: { plan: 'Free' } },
  });
  expect(valuesOf((await house.user('bob'))?.attributes ?? {})).toEqual({ plan: 'Free' });
  expect((await house.events('bob')).map(({ name }) => name)).toContain('viewed');
});

test('a generic webhook: mapped, refused, kept, replayed, and erased with its user', async () => {
  const crm = await house.add({
    kind: 'webhook',
    name: 'CRM',
    signature: 'none',
    mapping: {
      user: { by: 'email', path: 'email' },
      attributes: [{ path: 'deals', key: 'deals', as: 'number' }],
    },
  });
  const said = { email: 'Cleo@example.com', deals: '3' };
  const { body } = await house.post(crm.access.path, [said, { email: 'eve@example.com' }]);
  expect(body).toMatchObject({
    accepted: 0,
    rejected: [{ code: 'unknown_user' }, { code: 'unknown_user' }],
  });
  await house.send({ type: 'identify', userId: 'cleo', traits: { email: 'cleo@example.com' } });
  const error = (await house.errors(crm)).find(({ payload }) => payload.includes('Cleo'));
  if (error === undefined) throw new Error('The refused item was not kept');
  expect((await house.replay(crm, error)).body).toMatchObject({ accepted: true });
  expect((await house.user('cleo'))?.attributes.deals).toMatchObject({ value: 3, source: 'CRM' });
  await house.send({ type: 'identify', userId: 'eve', traits: { email: 'eve@example.com' } });
  expect(await house.errors(crm)).toHaveLength(1);
  expect((await house.call('DELETE', house.at('/users/eve'))).status).toBe(204);
  expect(await house.errors(crm)).toEqual([]);
  expect(await house.source(crm)).toMatchObject({ counts: { requests: 1, rejected: 2 } });
});

test('the index has what PostgreSQL has', async () => {
  await house.indexer.caughtUp();
  const verified = await verifyIndex({
    store: house.store,
    engine: house.engines.background,
    caughtUp: () => house.indexer.caughtUp(),
    onProgress: () => {},
  });
  expect(verified).toMatchObject({ differenceCount: 0, usersCompared: 3 });
});
