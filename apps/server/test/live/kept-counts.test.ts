import type { TreeNode } from '@muster/conditions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createLiveHub, type LiveHub } from '../../src/modules/live/live-hub.ts';
import { createSegmentAudiences } from '../../src/modules/segments/segment-audiences.ts';
import { createCountSegments } from '../../src/modules/segments/segment-counts.ts';
import { createSegmentReads } from '../../src/modules/segments/segment-reads.ts';
import type { Project } from '../../src/store/store.ts';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { type EventReader, readEvents } from './event-stream.ts';

let house: TestHouse;
let project: Project;
let readers: EventReader[];
let hubs: LiveHub[];
const { create, change, list } = createSegmentCalls(() => house);
const patiently = { timeout: 60_000, interval: 10 };
const hour = 3_600_000;

beforeEach(async () => {
  house = await openTestHouse({ keepsMembers: true });
  const found = await house.store.read((tx) => tx.project(projectId));
  if (found === undefined) throw new Error('There is no project.');
  project = found;
  readers = [];
  hubs = [];
});

afterEach(async () => {
  for (const hub of hubs) hub.close();
  await Promise.all(readers.map((reader) => reader.cancel()));
  await house.close();
});

const boughtInLastHour = {
  type: 'event',
  source: 'api',
  name: 'buy',
  window: { operator: 'inLast', amount: 1, unit: 'hour' },
} as TreeNode;

const join = (userId: string, plan: string) => ({ type: 'identify', userId, traits: { plan } });
const buy = (userId: string) => {
  const timestamp = new Date(house.clock.now).toISOString();
  return { type: 'track', userId, event: 'buy', timestamp };
};

/** Waits until the counts of all segments are kept. */
async function untilKept(): Promise<void> {
  const isKept = async () => {
    const live = await house.members.read(project);
    return (
      live !== undefined && [...live.segments.values()].every(({ count }) => count !== undefined)
    );
  };
  await expect.poll(isKept, patiently).toBe(true);
}

/** A hub that counts once and never again: what it tells later is kept. */
function watch(ids: string[]): EventReader {
  const hub = createLiveHub({
    ...house,
    now: () => house.clock.now,
    audiences: createSegmentAudiences(createIndexQuestions(house)),
    recountEveryMs: 3_600_000,
    lookEveryMs: 10,
  });
  hubs.push(hub);
  const reader = readEvents(hub.open({ project, segmentIds: ids, check: async () => undefined }));
  readers.push(reader);
  return reader;
}

async function nextCounts(reader: EventReader): Promise<unknown> {
  const { data } = await reader.nextOf('audiences');
  return data;
}

test('a stream tells what data and time alone have changed, each as of its instant', async () => {
  const { clock } = house;
  await house.send(join('ada', 'Pro'), buy('ada'));
  const buyers = await create('Buyers', allOf(boughtInLastHour));
  const pro = await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await untilKept();
  const at = () => new Date(clock.now).toISOString();
  const reader = watch([buyers.id, pro.id, 'nowhere']);
  const all = { [buyers.id]: 1, [pro.id]: 1, nowhere: null };
  expect(await nextCounts(reader)).toEqual({ now: at(), audiences: all });

  clock.now += hour;
  expect(await nextCounts(reader)).toEqual({ now: at(), audiences: { [buyers.id]: 0 } });
  await house.send(buy('ada'));
  expect(await nextCounts(reader)).toEqual({ now: at(), audiences: { [buyers.id]: 1 } });
  await house.call('DELETE', house.at('/users/ada'));
  const none = { [buyers.id]: 0, [pro.id]: 0 };
  expect(await nextCounts(reader)).toEqual({ now: at(), audiences: none });
});

test('a stream tells of an edited segment what it is by its new definition', async () => {
  await house.send(join('ada', 'Pro'), join('bob', 'Free'));
  const { id } = await create('Payers', allOf(isOneOf('plan', 'Pro')));
  await untilKept();
  const reader = watch([id]);
  expect(await nextCounts(reader)).toMatchObject({ audiences: { [id]: 1 } });
  await change(id, 1, { conditions: allOf(isOneOf('plan', 'Pro', 'Free')) });
  expect((await reader.next())?.event).toBe('segments');
  expect(await nextCounts(reader)).toMatchObject({ audiences: { [id]: 2 } });
  await house.call('DELETE', house.at(`/segments/${id}`));
  expect((await reader.next())?.event).toBe('segments');
  expect(await nextCounts(reader)).toMatchObject({ audiences: { [id]: null } });
});

test('the list says the same as the index does, and asks it nothing once they are kept', async () => {
  await house.send(join('ada', 'Pro'), join('bob', 'Free'), buy('ada'), join('cy', 'Pro'));
  const pro = await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await create('Buyers', allOf(boughtInLastHour));
  await create('Others', allOf(inSegment(pro.id, true)));
  await create('Any', anyOf(boughtInLastHour, isOneOf('plan', 'Free')));
  let asked = 0;
  const audiences = createSegmentAudiences(createIndexQuestions(house));
  const counted: typeof audiences = {
    count(...given) {
      asked += 1;
      return audiences.count(...given);
    },
  };
  const reads = createSegmentReads({
    ...house,
    countSegments: createCountSegments(counted, house.members),
    now: () => house.clock.now,
  });
  const signal = new AbortController().signal;
  async function listCounts(): Promise<Record<string, number | null>> {
    const segments = await reads.list(project, { audience: 'count', signal });
    return Object.fromEntries(segments.map(({ name, audience }) => [name, audience]));
  }
  async function listIndexed(): Promise<Record<string, number | null>> {
    const by = createSegmentReads({
      ...house,
      countSegments: createCountSegments(audiences, { read: async () => undefined }),
      now: () => house.clock.now,
    });
    const segments = await by.list(project, { audience: 'count', signal });
    return Object.fromEntries(segments.map(({ name, audience }) => [name, audience]));
  }

  // Whether they are kept already or not.
  expect(await listCounts()).toEqual({ Pro: 2, Buyers: 1, Others: 1, Any: 2 });
  await untilKept();
  asked = 0;
  expect(await listCounts()).toEqual(await listIndexed());
  house.clock.now += hour;
  await house.send(join('bob', 'Pro'), buy('cy'));
  // Nobody has asked for an hour: they may have been forgotten.
  await untilKept();
  expect(await listCounts()).toEqual({ Pro: 3, Buyers: 1, Others: 0, Any: 1 });
  expect(await listIndexed()).toEqual({ Pro: 3, Buyers: 1, Others: 0, Any: 1 });
  expect(asked).toBe(0);
  expect((await list()).map(({ audience }) => audience)).toEqual([1, 1, 0, 3]);
});

test('what comes in a second of heavy writing is waited for, not asked of the index', async () => {
  await house.send(...Array.from({ length: 100 }, (_, i) => join(`user-${i}`, 'Pro')));
  const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await untilKept();
  const numbers = Array.from({ length: 100 }, (_, i) => i + 1);
  const change = { type: 'profiles' as const, project: project.number, numbers };
  for (let round = 0; round < 5; round += 1) {
    await house.store.write((tx) => tx.appendChanges(Array.from({ length: 20 }, () => change)));
    const live = await house.members.read(project);
    expect(live?.segments.get(id)?.count).toBe(100);
  }
});
