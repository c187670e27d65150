import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createLiveHub, type LiveHub } from '../../src/modules/live/live-hub.ts';
import { createSegmentAudiences } from '../../src/modules/segments/segment-audiences.ts';
import { addPerson } from '../http/people.ts';
import {
  allOf,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { type EventReader, readEvents } from './event-stream.ts';

let house: TestHouse;
let readers: EventReader[];
const { create, change } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
  readers = [];
});

afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.cancel()));
  await house.close();
});

const join = (userId: string, plan = 'Pro') => ({ type: 'identify', userId, traits: { plan } });
const pro = allOf(isOneOf('plan', 'Pro'));

async function watch(...ids: string[]): Promise<EventReader> {
  const response = await house.fetchRaw('GET', house.at(`/live?segments=${ids.join(',')}`));
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  if (response.body === null) throw new Error('The reply has no body.');
  const reader = readEvents(response.body);
  readers.push(reader);
  return reader;
}

async function nextCounts(reader: EventReader): Promise<Record<string, number | null>> {
  const { data } = await reader.nextOf('audiences');
  return (data as { audiences: Record<string, number | null> }).audiences;
}

/** A hub of its own settings, beside the one of the app. */
function openHub(settings: Partial<Parameters<typeof createLiveHub>[0]>): LiveHub {
  const audiences = createSegmentAudiences(createIndexQuestions(house));
  return createLiveHub({ ...house, now: () => house.clock.now, audiences, ...settings });
}

async function watchHub(hub: LiveHub, ids: string[], check = async () => undefined) {
  const project = await house.store.read((tx) => tx.project(projectId));
  if (project === undefined) throw new Error('There is no project.');
  const reader = readEvents(hub.open({ project, segmentIds: ids, check }));
  readers.push(reader);
  return reader;
}

describe('The live stream', () => {
  test('tells the audiences, and then what changes', async () => {
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    const free = await create('Free', allOf(isOneOf('plan', 'Free')));
    const reader = await watch(id, free.id, 'nowhere');
    expect(await nextCounts(reader)).toEqual({ [id]: 1, [free.id]: 0, nowhere: null });
    await house.send(join('bob'), join('cy'));
    expect((await reader.next())?.event).toBe('data');
    // Only what changed.
    expect(await nextCounts(reader)).toEqual({ [id]: 3 });
  });

  test('tells of changed definitions, and counts by them', async () => {
    await house.send(join('ada'), join('bob', 'Free'));
    const { id } = await create('Payers', pro);
    const reader = await watch(id);
    expect(await nextCounts(reader)).toEqual({ [id]: 1 });
    await change(id, 1, { conditions: allOf(isOneOf('plan', 'Pro', 'Free')) });
    expect((await reader.next())?.event).toBe('segments');
    expect(await nextCounts(reader)).toEqual({ [id]: 2 });
    await change(id, 2, { name: 'Everybody' });
    expect((await reader.next())?.event).toBe('segments');
    await house.call('DELETE', house.at(`/segments/${id}`));
    expect((await reader.next())?.event).toBe('segments');
    expect(await nextCounts(reader)).toEqual({ [id]: null });
  });

  test('tells of the first event, at once when it has been', async () => {
    const waiting = await watch();
    await house.send({ type: 'track', anonymousId: 'a', event: 'seen' });
    await waiting.nextOf('first-event');
    const later = await watch();
    await later.nextOf('first-event');
  });

  test('tells of new data also while there is no index to take it in', async () => {
    const reader = await watch();
    await house.indexer.stop();
    await house.call('POST', '/sse/webhook', { body: join('ada') });
    await reader.nextOf('data');
  });

  test('says nothing of other projects', async () => {
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    const reader = await watch(id);
    await nextCounts(reader);
    await house.call('POST', '/sse/webhook', { key: keys.foreign, body: join('theirs') });
    await house.indexer.caughtUp();
    await create('Another', pro);
    expect((await reader.next())?.event).toBe('segments');
  });

  test('tells two of what each asked for', async () => {
    await house.send(join('ada'));
    const one = await create('One', pro);
    const other = await create('Other', allOf(isOneOf('plan', 'Free')));
    const [first, second] = [await watch(one.id), await watch(one.id, other.id)];
    expect(await nextCounts(first)).toEqual({ [one.id]: 1 });
    const counts: Record<string, number | null> = {};
    while (Object.keys(counts).length < 2) Object.assign(counts, await nextCounts(second));
    expect(counts).toEqual({ [one.id]: 1, [other.id]: 0 });
  });

  test('is refused to who may not read, and for too many segments', async () => {
    const { status } = await house.call('GET', house.at('/live'), { key: null });
    expect(status).toBe(401);
    const stranger = await addPerson(house, 'stranger', 2, 'admin');
    expect((await house.call('GET', house.at('/live'), stranger.browser)).status).toBe(404);
    const ids = Array.from({ length: 501 }, (_, i) => `s${i}`).join(',');
    expect((await house.call('GET', house.at(`/live?segments=${ids}`))).status).toBe(422);
  });

  test('ends when the server stops, and begins no more', async () => {
    const reader = await watch();
    house.stop();
    expect((await reader.drain()).at(-1)).toBe('bye');
    expect((await house.call('GET', house.at('/live'))).status).toBe(503);
  });
});

describe('A hub', () => {
  test('counts once for many changes that come too fast', async () => {
    const hub = openHub({ recountEveryMs: 600_000 });
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    const reader = await watchHub(hub, [id]);
    expect(await nextCounts(reader)).toEqual({ [id]: 1 });
    await house.send(join('bob'));
    await create('Another', pro);
    expect((await reader.next())?.event).toBe('segments');
    // Whoever comes meanwhile is told what is known.
    expect(await nextCounts(await watchHub(hub, [id]))).toEqual({ [id]: 1 });
    hub.close();
    expect(await reader.drain()).toEqual(['bye']);
  });

  test('lets nobody stay who may not any more, however much there is to say', async () => {
    const hub = openHub({ heartbeatMs: 30, lookEveryMs: 5, recountEveryMs: 5 });
    let checks = 0;
    const reader = await watchHub(hub, [], async () => {
      checks += 1;
      if (checks > 2) throw new Error('not any more');
      return undefined;
    });
    const names = await reader.drain();
    expect(names.filter((name) => name === ':')).toHaveLength(2);
    expect([checks, hub.size]).toEqual([3, 0]);
  });

  test('forgets who goes away, and lets in no more than it may', async () => {
    const hub = openHub({ maxListeners: 2 });
    const [first, second] = [await watchHub(hub, []), await watchHub(hub, [])];
    await expect(watchHub(hub, [])).rejects.toMatchObject({ status: 429 });
    await first?.cancel();
    await expect.poll(() => hub.size).toBe(1);
    const third = await watchHub(hub, []);
    await Promise.all([second?.cancel(), third.cancel()]);
    await expect.poll(() => hub.size).toBe(0);
  });

  test('tells at once what was counted last, and when, unless it was counted by other definitions', async () => {
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    const hub = openHub({});
    const first = await watchHub(hub, [id]);
    await nextCounts(first);
    const countedAt = new Date(house.clock.now).toISOString();
    await first.cancel();
    await expect.poll(() => hub.size).toBe(0);

    house.clock.now += 3_600_000;
    await house.send(join('bob'));
    const second = await watchHub(hub, [id]);
    const { data } = await second.nextOf('earlier');
    expect(data).toEqual({ at: countedAt, audiences: { [id]: 1 } });
    expect(await nextCounts(second)).toEqual({ [id]: 2 });
    await second.cancel();
    await expect.poll(() => hub.size).toBe(0);

    await change(id, 1, { conditions: allOf(isOneOf('plan', 'Free')) });
    const third = await watchHub(hub, [id]);
    const names: string[] = [];
    while (names.at(-1) !== 'audiences') names.push((await third.next())?.event ?? 'the end');
    expect(names).not.toContain('earlier');
  });

  test('goes on after the index could not be asked', async () => {
    await house.send(join('ada'));
    const { id } = await create('Payers', pro);
    const real = createSegmentAudiences(createIndexQuestions(house));
    let failures = 2;
    const hub = openHub({
      recountEveryMs: 10,
      audiences: {
        count(...parameters) {
          if (failures-- > 0) return Promise.reject(new Error('the index is away'));
          return real.count(...parameters);
        },
      },
    });
    expect(await nextCounts(await watchHub(hub, [id]))).toEqual({ [id]: 1 });
    expect(house.log.filter((line) => line.includes('the index is away'))).toHaveLength(1);
  });
});

describe('Over a connection', () => {
  const readListeners = async () => {
    const text = await (await house.fetchRaw('GET', '/metrics')).text();
    return Number(/^muster_live_listeners (\d+)$/m.exec(text)?.[1]);
  };

  test('the stream is live, leaves nothing behind, and does not hold up a stop', async () => {
    const { id } = await create('Payers', pro);
    const server = await listen(house.app, { host: '127.0.0.1', port: 0 });
    const open = async () => {
      const stop = new AbortController();
      const response = await fetch(`${server.url}${house.at(`/live?segments=${id}`)}`, {
        headers: { 'x-api-key': keys.read },
        signal: stop.signal,
      });
      if (response.body === null) throw new Error('The reply has no body.');
      return { stop, reader: readEvents(response.body) };
    };
    const [first, second] = [await open(), await open()];
    expect(await nextCounts(first.reader)).toEqual({ [id]: 0 });
    await house.send(join('ada'));
    expect(await nextCounts(first.reader)).toEqual({ [id]: 1 });
    expect(await readListeners()).toBe(2);
    first.stop.abort();
    await expect.poll(readListeners).toBe(1);
    house.stop();
    const names = await second.reader.drain();
    expect(names.at(-1)).toBe('bye');
    // The grace would be longer than this test.
    await server.close(600_000);
    expect(await readListeners()).toBe(0);
  });
});
