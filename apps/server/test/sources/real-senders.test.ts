import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { PostHog } from 'posthog-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/http/listen.ts';
import { type CreatedSource, openSourceHouse, type SourceHouse, valuesOf } from './source-calls.ts';

// The genuine libraries, over HTTP.

let house: SourceHouse;
let server: Listening;
let library: CreatedSource;
let posthogSource: CreatedSource;

beforeAll(async () => {
  house = await openSourceHouse();
  library = await house.add({ kind: 'segment', name: 'Library' });
  posthogSource = await house.add({ kind: 'posthog', name: 'PostHog' });
  // Libraries say what time it is by their own clock.
  house.clock.now = Date.now();
  server = await listen(house.app, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.close(1000);
  await house.close();
});

describe('@segment/analytics-node', () => {
  test('pointed at the server delivers everything it knows', async () => {
    const { access } = library;
    const analytics = new Analytics({ writeKey: access.key, host: server.url, maxRetries: 0 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    const userId = 'ada';
    analytics.track({ anonymousId: 'anon-1', event: 'Landed' });
    analytics.identify({
      userId,
      anonymousId: 'anon-1',
      traits: { email: 'ada@example.com', plan: 'Pro', company: { name: 'Acme' } },
    });
    analytics.track({ userId, event: 'Paid', properties: { total: 9 } });
    analytics.page({ userId, name: 'Home', properties: { path: '/' } });
    analytics.screen({ userId, name: 'Cart' });
    analytics.group({ userId, groupId: 'acme', traits: { seats: 40 } });
    analytics.alias({ userId, previousId: 'anon-0' });
    await analytics.closeAndFlush({ timeout: 120_000 });

    expect(errors).toEqual([]);
    const ada = await house.user('ada');
    expect(ada).toMatchObject({ email: 'ada@example.com' });
    expect(valuesOf(ada?.traits ?? {})).toEqual({
      email: 'ada@example.com',
      plan: 'Pro',
      'company.name': 'Acme',
      'group.id': 'acme',
      'group.seats': 40,
    });
    expect(await house.user('anon-0')).toMatchObject({ id: 'ada' });
    const events = await house.events('ada');
    expect(events.map(({ source, name }) => `${source} ${name}`).sort()).toEqual([
      'segment Landed',
      'segment Page Viewed',
      'segment Paid',
      'segment Screen Viewed',
    ]);
  });

  test('is told that its key is wrong', async () => {
    const analytics = new Analytics({ writeKey: 'nobody', host: server.url, maxRetries: 0 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    analytics.track({ userId: 'bob', event: 'Paid' });
    await analytics.closeAndFlush({ timeout: 120_000 });
    expect(errors).toHaveLength(1);
    expect(await house.user('bob')).toBeUndefined();
  });
});

describe('posthog-node', () => {
  test('captures what PostHog forwards by its webhook destination', async () => {
    const { access } = posthogSource;
    const relay = await startRelay(`${server.url}${access.path}`);
    const posthog = new PostHog('phc_test', { host: relay.url, flushAt: 1, flushInterval: 0 });
    const distinctId = 'eve';
    posthog.identify({ distinctId, properties: { email: 'eve@example.com', plan: 'Pro' } });
    posthog.capture({
      distinctId,
      event: 'paid',
      properties: { total: 9, $set_once: { first_plan: 'Pro' } },
    });
    posthog.groupIdentify({
      groupType: 'company',
      groupKey: 'acme',
      properties: { seats: 40 },
      distinctId,
    });
    posthog.alias({ distinctId, alias: 'eve-before' });
    await posthog.shutdown();
    await relay.close();

    expect(relay.refused).toEqual([]);
    const eve = await house.user('eve');
    expect(eve).toMatchObject({ id: 'eve', email: 'eve@example.com' });
    expect(eve?.attributes.plan).toMatchObject({ value: 'Pro', source: 'PostHog' });
    expect(valuesOf(eve?.attributes ?? {})).toMatchObject({
      first_plan: 'Pro',
      'group.company.id': 'acme',
      'group.company.seats': 40,
    });
    expect(await house.user('eve-before')).toMatchObject({ id: 'eve' });
    expect(await house.events('eve')).toMatchObject([
      { source: 'posthog', name: 'paid', properties: { total: 9, $lib: 'posthog-node' } },
    ]);
    const conditions = {
      type: 'group',
      match: 'all',
      children: [{ type: 'event', source: 'posthog', name: 'paid' }],
    };
    const audience = await house.call('POST', house.at('/audience/count'), {
      body: { conditions },
    });
    expect(audience.body).toMatchObject({ count: 1 });
  });
});

/** What a library puts into its batches. */
interface Captured {
  event: string;
  distinct_id: string;
  properties: Record<string, unknown>;
  timestamp: string;
  uuid?: string;
}

/** Takes what a PostHog library sends, and sends each event on as PostHog's webhook destination does. */
async function startRelay(target: string) {
  const refused: string[] = [];
  const running: Promise<void>[] = [];
  const http: Server = createServer((request, response) => {
    running.push(
      forward(request).finally(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"status":1}');
      }),
    );
  });

  async function forward(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isGzip =
      request.headers['content-encoding'] === 'gzip' || /compression=gzip/.test(request.url ?? '');
    const { batch = [] } = JSON.parse(String(isGzip ? gunzipSync(body) : body)) as {
      batch?: Captured[];
    };
    for (const captured of batch) {
      const { event, distinct_id, properties, timestamp, uuid } = captured;
      const sent = {
        event: { uuid, event, distinct_id, properties, timestamp, url: 'https://us.posthog.com/e' },
        person: { id: '0190', name: distinct_id, properties: properties.$set ?? {} },
      };
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      });
      if (!answer.ok) refused.push(await answer.text());
    }
  }

  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    refused,
    async close() {
      await Promise.all(running);
      await new Promise((resolve) => {
        http.close(resolve);
        http.closeAllConnections();
      });
    },
  };
}
