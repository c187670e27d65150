import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { everybodyMoved, type Moved } from '../../src/modules/membership/moved.ts';
import { createMoveStreams, type MoveStreams } from '../../src/modules/sdk/move-streams.ts';
import type { Project } from '../../src/store/store.ts';
import { allOf, isOneOf, openTestHouse, projectId, type TestHouse } from '../http/test-house.ts';
import { did, hour, track } from '../membership/happenings.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { makeId } from './open-sdk.ts';

const address = '192.0.2.1';
const patiently = { timeout: 60_000, interval: 5 };
const [ada, bob] = [makeId('ada'), makeId('bob')];

let house: TestHouse;
let project: Project;
let streams: MoveStreams;
let open: ReadableStreamDefaultReader<Uint8Array>[];
const { create, change } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse({ keepsMembers: true });
  const found = await house.store.read((tx) => tx.project(projectId));
  if (found === undefined) throw new Error('There is no project.');
  project = found;
  streams = createMoveStreams({ ...house, heartbeatMs: 3_600_000 });
  open = [];
});

afterEach(async () => {
  streams.close();
  for (const reader of open) await reader.cancel();
  await house.close();
});

/** What a page is told, one letter after the other. */
interface Page {
  letters: string;
  isOver: boolean;
}

async function listen(as: string): Promise<Page> {
  const stream = await streams.open(project, as, address);
  if (typeof stream === 'string') throw new Error(`The stream is ${stream}.`);
  const reader = stream.getReader();
  open.push(reader);
  const page: Page = { letters: '', isOver: false };
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      page.letters += new TextDecoder().decode(value);
    }
    page.isOver = true;
  })();
  return page;
}

/** Opens a page whose visitor is followed, and has not moved since. */
async function listenInPeace(as: string): Promise<Page> {
  const page = await listen(as);
  // Once at its beginning, and once when everybody is known.
  const isKept = async () => (await house.members.read(project)) !== undefined;
  await expect.poll(isKept, patiently).toBe(true);
  await expect.poll(() => page.letters.length, patiently).toBeGreaterThan(0);
  await settle();
  page.letters = '';
  return page;
}

/** Whoever is rung has been by then. */
const settle = () => sleep(500);

const identify = (anonymousId: string, plan: string, userId: string) => ({
  type: 'identify',
  ...{ anonymousId, userId, traits: { plan } },
});
const visit = (anonymousId: string) => ({ type: 'track', anonymousId, event: 'visit' });

test('a page is told when data or time moves its visitor, and nobody else is', async () => {
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await create('Buyers', allOf(did('buy', 1, 'hour')));
  await house.send(identify(ada, 'Free', 'ada'), identify(bob, 'Free', 'bob'));
  const [hers, his] = [await listenInPeace(ada), await listenInPeace(bob)];
  await house.send({ ...track('ada', 'buy', house.clock.now) });
  await house.members.read(project);
  await expect.poll(() => hers.letters, patiently).toBe('m');
  house.clock.now += hour;
  await house.members.read(project);
  await expect.poll(() => hers.letters, patiently).toBe('mm');
  await house.send({ type: 'identify', userId: 'bob', traits: { plan: 'Pro' } });
  await house.members.read(project);
  await expect.poll(() => his.letters, patiently).toBe('m');
  expect(hers.letters).toBe('mm');
});

test('a page is told of what its visitor becomes by logging in, and of her moves after that', async () => {
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await house.send({ type: 'identify', userId: 'ada', traits: { plan: 'Free' } });
  await house.send(visit(ada));
  const page = await listenInPeace(ada);
  await house.send({ type: 'identify', anonymousId: ada, userId: 'ada' });
  await house.members.read(project);
  await expect.poll(() => page.letters, patiently).not.toBe('');
  await settle();
  page.letters = '';
  await house.send({ type: 'identify', userId: 'ada', traits: { plan: 'Pro' } });
  await house.members.read(project);
  await expect.poll(() => page.letters, patiently).toBe('m');
});

test('a page that has asked is not told what its answer has said, but what came after it', async () => {
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await house.send(identify(ada, 'Free', 'ada'));
  const page = await listenInPeace(ada);
  await house.send(identify(ada, 'Pro', 'ada'));
  await streams.whileAsked(project, ada, async () => 'Pro');
  await settle();
  expect(page.letters).toBe('');
  await streams.whileAsked(project, ada, () => house.send(identify(ada, 'Free', 'ada')));
  await expect.poll(() => page.letters, patiently).toBe('m');
});

test('an edit of a segment is told to every page', async () => {
  const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await house.send(identify(ada, 'Free', 'ada'));
  const page = await listenInPeace(ada);
  await change(id, 1, { conditions: allOf(isOneOf('plan', 'Free')) });
  await house.members.read(project);
  await expect.poll(() => page.letters, patiently).not.toBe('');
});

test('who was merged while the log was not followed is looked up when it is again', async () => {
  let tell: (moved: Moved) => void = () => undefined;
  const members = {
    whyNotKept: () => null,
    watch(_: Project, onMoved: typeof tell) {
      tell = onMoved;
      return () => undefined;
    },
  };
  streams = createMoveStreams({ store: house.store, members, heartbeatMs: hour });
  await house.send({ type: 'identify', userId: 'ada', traits: { plan: 'Free' } }, visit(ada));
  const page = await listen(ada);
  await house.send({ type: 'identify', anonymousId: ada, userId: 'ada' });
  tell(everybodyMoved);
  await settle();
  page.letters = '';
  const identity = { kind: 'user', id: 'ada' } as const;
  const numbers = await house.store.read((tx) => tx.findNumbers(project.number, [identity]));
  const moved = new Map([...numbers.values()].map((number) => [number, Infinity]));
  tell({ ...everybodyMoved, isEverybody: false, numbers: moved });
  await expect.poll(() => page.letters, patiently).toBe('m');
});

test('an answer of another project is none of this one', async () => {
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await house.send(identify(ada, 'Free', 'ada'));
  const page = await listenInPeace(ada);
  await house.send(identify(ada, 'Pro', 'ada'));
  await streams.whileAsked({ ...project, number: 99 }, ada, async () => undefined);
  await expect.poll(() => page.letters, patiently).toBe('m');
});

test('who is erased listens to nobody, and who is unknown may come again', async () => {
  expect(await streams.open(project, ada, address)).toBe('unknown');
  await house.send(identify(ada, 'Free', 'ada'));
  const page = await listenInPeace(ada);
  await house.call('DELETE', house.at('/users/ada'));
  await house.members.read(project);
  await expect.poll(() => page.isOver, patiently).toBe(true);
  expect(streams.size).toBe(0);
  expect(await streams.open(project, ada, address)).toBe('unknown');
});

test('as many listen as may, none where nobody is followed, and none after the end', async () => {
  const counts: number[] = [];
  const few = createMoveStreams({
    ...{ ...house, maxStreams: 2, maxStreamsOfAddress: 1 },
    onCount: (count) => counts.push(count),
  });
  await house.send(visit(ada), visit(bob));
  const first = await few.open(project, ada, address);
  expect(await few.open(project, bob, address)).toBe('full');
  const second = await few.open(project, bob, '192.0.2.2');
  expect(await few.open(project, bob, '192.0.2.3')).toBe('full');
  for (const one of [first, second]) if (typeof one !== 'string') await one.cancel();
  expect(few.size).toBe(0);
  expect(counts).toEqual([1, 2, 1, 0]);
  expect(await few.open(project, bob, address)).not.toBe('full');
  few.close();
  const untold = createMoveStreams({
    store: house.store,
    members: { ...house.members, whyNotKept: () => 'memory' },
  });
  expect(await untold.open(project, ada, address)).toBe('untold');
  const page = await listen(ada);
  streams.close();
  await expect.poll(() => page.isOver, patiently).toBe(true);
  expect(await streams.open(project, ada, address)).toBe('full');
});

test('a page whose visitors are not followed any more is let go', async () => {
  let why: 'memory' | null = null;
  const members = { ...house.members, whyNotKept: () => why };
  streams = createMoveStreams({ store: house.store, members, heartbeatMs: 20 });
  await house.send(visit(ada));
  const page = await listen(ada);
  await expect.poll(() => page.letters, patiently).toMatch(/ {2}$/);
  why = 'memory';
  await expect.poll(() => page.isOver, patiently).toBe(true);
  expect(streams.size).toBe(0);
});

test('many who move at once are told one group after the other, each once', async () => {
  const names = Array.from({ length: 250 }, (_, i) => makeId(`visitor-${i}-`));
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await house.send(...names.map((name) => identify(name, 'Free', name)));
  const pages = await Promise.all(names.map(listen));
  await listenInPeace(names[0] ?? '');
  await expect.poll(() => pages.every(({ letters }) => letters !== ''), patiently).toBe(true);
  await settle();
  for (const page of pages) page.letters = '';
  await house.send(...names.map((name) => identify(name, 'Pro', name)));
  await house.members.read(project);
  await expect.poll(() => pages.filter(({ letters }) => letters === '').length, patiently).toBe(0);
  expect(new Set(pages.map(({ letters }) => letters))).toEqual(new Set(['m']));
});

test('over HTTP, a body that names nobody is refused, and an id that nobody has', async () => {
  const post = (body: unknown) =>
    house.app.request(`/sdk/v1/projects/${projectId}/moves`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'text/plain' },
    });
  for (const wrong of [{}, { as: 'short' }, [], { as: 7 }]) {
    expect((await post(wrong)).status).toBe(422);
  }
  expect((await post('{')).status).toBe(400);
  expect((await post({ as: ada })).status).toBe(404);
  await house.send(visit(ada));
  const response = await post({ as: ada });
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('m');
  await reader?.cancel();
});
