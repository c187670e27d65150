import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { triesTimeoutMs, tryMany } from '../../../../packages/conditions/test/agreement/runs.ts';
import { readSurroundings } from '../../src/modules/audience/read-question.ts';
import { createBitset, hasBit } from '../../src/modules/membership/bitset.ts';
import type { FollowParts, ProjectFollower } from '../../src/modules/membership/follow-project.ts';
import type { LiveMembers } from '../../src/modules/membership/live-members.ts';
import type { Project } from '../../src/store/store.ts';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { did, happen, happening, hour, join, minute, not, pool, track } from './happenings.ts';
import { askMembers, hearMoves, type MoveMessage } from './hear-moves.ts';
import { findProject, startFollower } from './start-follower.ts';

let house: TestHouse;
let project: Project;
let follower: ProjectFollower;
let mayHold: boolean;
const { create } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
  await start();
});

afterEach(async () => {
  await follower.stop();
  await house.close();
});

async function start(parts: Partial<FollowParts> = {}): Promise<void> {
  project = await findProject(house);
  mayHold = true;
  const own = { allows: () => mayHold, compareEveryMs: 0, findFromUsers: 0 };
  follower = startFollower(house, project, { ...own, ...parts });
}

/** As a process that ends, and another one that begins later. */
async function restart(whileAway: () => void = () => undefined): Promise<void> {
  await follower.stop();
  whileAway();
  await start();
}

/** More than is taken in one by one. */
function appendLargeChanges(): Promise<unknown> {
  const numbers = Array.from({ length: 300 }, (_, i) => i + 1);
  const large = { type: 'profiles' as const, project: project.number, numbers };
  return house.store.write((tx) => tx.appendChanges(Array.from({ length: 1_000 }, () => large)));
}

/** Why the follower has begun anew, by its log. */
const toReasons = (lines: string[]) => lines.flatMap((line) => JSON.parse(line).err?.message ?? []);

const patiently = { timeout: 60_000, interval: 5 };
/** Waits until the follower knows all, and says what it knows. */
async function readAll(): Promise<LiveMembers> {
  let live: LiveMembers | undefined;
  await expect
    .poll(async () => {
      live = await follower.read();
      return live && [...live.segments.values()].every(({ count }) => count !== undefined);
    }, patiently)
    .toBe(true);
  return live as LiveMembers;
}

/** Compares all that is known with the index; says of how many segments something was. */
async function compare(live: LiveMembers | undefined): Promise<number> {
  if (live === undefined) return 0;
  expect(live.at).toBe(house.clock.now);
  const { segments, resolver } = await house.store.read((tx) =>
    readSurroundings(tx, project, () => live.at),
  );
  expect([...live.segments.keys()].sort()).toEqual(segments.map(({ id }) => id).sort());
  const known = segments.filter(({ id }) => live.segments.get(id)?.count !== undefined);
  const members = await askMembers(
    house,
    project,
    known.map(({ id }) => resolver.resolveSegment(id)),
  );
  for (const [i, { id, name, conditions }] of known.entries()) {
    const kept = [...Array(200).keys()].filter((number) => follower.has(id, number));
    const about = JSON.stringify({ name, conditions, at: new Date(live.at) });
    const found = { about, count: live.segments.get(id)?.count, kept };
    expect(found).toEqual({ about, count: members[i]?.length, kept: members[i] });
  }
  return known.length;
}

/** Compares who is found for conditions that nobody has saved with the index; says whether anything was. */
async function compareFound(): Promise<boolean> {
  const { resolver } = await house.store.read((tx) =>
    readSurroundings(tx, project, () => house.clock.now),
  );
  const trees = [...pool.map((node) => allOf(node)), anyOf(...pool.slice(0, 4)), allOf(...pool)];
  const plans = trees.map((tree) => resolver.resolve(tree));
  const found = await follower.find(plans);
  if (found === undefined) return false;
  const members = await askMembers(house, project, plans);
  for (const [i, tree] of trees.entries()) {
    const bits = found[i] ?? createBitset();
    const said = [...Array(200).keys()].filter((number) => hasBit(bits, number));
    expect({ tree, said }).toEqual({ tree, said: members[i] });
  }
  return true;
}

test(
  'whatever happens, its members are those of the index, and what was told of moves is the difference',
  async () => {
    const met = { known: 0, atOnce: 0, found: 0, data: 0, time: 0, compared: 0 };
    await tryMany(fc.array(happening, { minLength: 40, maxLength: 40 }), 1, async (happenings) => {
      await follower.stop();
      await house.close();
      house = await openTestHouse();
      await start();
      const hearer = await hearMoves(house, project);
      const ids: (string | undefined)[] = [];
      await house.send(
        join('a'),
        track('a', 'buy', house.clock.now),
        track('b', 'visit', house.clock.now - hour),
      );
      for (const [i, node] of pool.entries()) {
        // One of another, so that it moves with that.
        const children = i === 2 ? [not(inSegment(ids[0] ?? '')), node] : [node];
        ids[i] = (await create(`S${i}`, anyOf(...children))).id;
      }
      await readAll();
      await hearer.check(false);
      for (const what of happenings) {
        await happen(house, what, ids, restart);
        // Also while it is on its way: then it knows less, but nothing wrong.
        met.atOnce += await compare(await follower.read());
        const all = await readAll();
        met.known += await compare(all);
        for (let ask = 0; ask < 3; ask += 1) met.found += Number(await compareFound());
        const heard = await hearer.check(what.type === 'time' || what.type === 'restart');
        met.data += heard.data;
        met.time += heard.time;
      }
      const { repaired, indexDiffers, compared } = house.tally.read();
      expect({ repaired, indexDiffers }).toEqual({ repaired: 0, indexDiffers: 0 });
      met.compared += compared;
    });
    // So that the test cannot pass by never knowing any.
    expect(met.atOnce).toBeGreaterThan(100);
    expect(met.known).toBeGreaterThan(250);
    expect(met.found).toBeGreaterThan(20);
    expect(met.data).toBeGreaterThan(3);
    expect(met.time).toBeGreaterThan(3);
    expect(met.compared).toBeGreaterThan(40);
  },
  2 * triesTimeoutMs,
);

describe('A follower', () => {
  test('knows at the very instant who enters and leaves because of time alone', async () => {
    const { clock } = house;
    await house.send(join('a'), track('a', 'buy', house.clock.now));
    const { id } = await create('Buyers', allOf(did('buy', 1, 'hour')));
    const count = async () => (await follower.read())?.segments.get(id)?.count;
    await readAll();
    expect(await count()).toBe(1);
    clock.now += hour - 1;
    expect(await count()).toBe(1);
    clock.now += 1;
    expect(await count()).toBe(0);
    await house.send(track('a', 'buy', house.clock.now));
    expect(await count()).toBe(1);
  });

  test('says nothing once the clock is put back, until it has begun anew', async () => {
    await house.send(join('a'), track('a', 'buy', house.clock.now - 2 * hour));
    await create('Buyers', allOf(did('buy', 1, 'hour')));
    await compare(await readAll());
    house.clock.now -= 90 * minute;
    expect(await follower.read()).toBeUndefined();
    await compare(await readAll());
  });

  test('keeps nothing where it may hold no more', async () => {
    await house.send(join('a'));
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    mayHold = false;
    await expect.poll(() => follower.read(), patiently).toBeUndefined();
    expect(follower.bytes).toBe(0);
    mayHold = true;
    await compare(await readAll());
  });

  test('says nothing while the index has left out a user', async () => {
    await house.send(join('a'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    await follower.stop();
    const excluded = { project: project.number, number: 1, position: 1, reason: 'refused' };
    let isExcluded = false;
    await start({
      indexer: {
        status: () => ({ ...house.indexer.status(), excluded: isExcluded ? [excluded] : [] }),
      },
    });
    expect((await readAll()).segments.get(id)?.count).toBe(1);
    isExcluded = true;
    expect(await follower.read()).toBeUndefined();
    isExcluded = false;
    expect((await readAll()).segments.get(id)?.count).toBe(1);
  });

  test('begins anew, once, after more has come than it can take in soon', async () => {
    const lines: string[] = [];
    await follower.stop();
    await start({ logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }) });
    await house.send(join('a'), join('b', 'Free'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    await house.send(join('b'), join('c'));
    await appendLargeChanges();
    await house.send(join('d'));
    expect((await readAll()).segments.get(id)?.count).toBe(4);
    expect(toReasons(lines)).toEqual(['it is too far behind']);
  });

  test('begins anew, once, where a question finds that first and the next look waits behind it', async () => {
    const settle = () => sleep(20).then(house.store.settle);
    const lines: string[] = [];
    await follower.stop();
    await start({
      store: { ...house.store, settle },
      logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    });
    await house.send(join('a'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    const answers = Array.from({ length: 20 }, () => follower.read());
    await appendLargeChanges();
    await Promise.all(answers);
    expect((await readAll()).segments.get(id)?.count).toBe(1);
    expect(toReasons(lines)).toEqual(['it is too far behind']);
  });

  test('forgets what nobody asks for', async () => {
    await house.send(join('a'));
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await compare(await readAll());
    house.clock.now += 11 * minute;
    await expect.poll(() => follower.bytes, patiently).toBe(0);
    await compare(await readAll());
  });
});

describe('Webhooks', () => {
  test('are told on after the time zone has changed, and of nobody because of it', async () => {
    const { clock } = house;
    const hearer = await hearMoves(house, project);
    await house.send(join('a'), track('a', 'buy', clock.now));
    await create('Buyers', allOf(did('buy', 1, 'hour')));
    await readAll();
    await hearer.check(false);
    for (const timeZone of ['Europe/Paris', 'UTC', 'Europe/Paris']) {
      await house.call('PATCH', house.at(''), { body: { timeZone } });
    }
    await readAll();
    expect(await hearer.check(false)).toEqual({ data: 0, time: 0 });
    clock.now += 2 * hour;
    await readAll();
    expect(await hearer.check(true)).toEqual({ data: 0, time: 1 });
  });

  test('are told of what time alone has changed, though nobody asks and nothing is written', async () => {
    const { clock } = house;
    const hearer = await hearMoves(house, project);
    await house.send(join('a'), track('a', 'buy', clock.now));
    const { id } = await create('Buyers', allOf(did('buy', 1, 'hour')));
    await readAll();
    await hearer.takeMessages();
    const leavesAt = clock.now + hour;
    clock.now = leavesAt - 1;
    await follower.stop();
    await start();
    follower.keep();
    await expect.poll(() => follower.bytes, patiently).toBeGreaterThan(0);
    expect(await hearer.takeMessages()).toEqual([]);
    clock.now = leavesAt + 20;
    const messages: MoveMessage[] = [];
    const hear = async () => messages.push(...(await hearer.takeMessages()));
    await expect.poll(hear, patiently).toBe(1);
    expect(messages).toMatchObject([
      {
        type: 'segment.left',
        timestamp: new Date(leavesAt).toISOString(),
        data: { segment: { id }, user: { id: 'a' }, cause: { type: 'time' } },
      },
    ]);
  });

  test('are told once, however many processes would tell', async () => {
    const hearer = await hearMoves(house, project);
    await house.send(join('a', 'Free'), join('b'));
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    await hearer.check(false);
    const first = follower;
    await start();
    try {
      await readAll();
      await house.send(join('a'), join('b', 'Free'), join('c'));
      first.keep();
      await readAll();
      await expect.poll(() => first.read(), patiently).toBeDefined();
      expect(await hearer.check(false)).toEqual({ data: 3, time: 0 });
    } finally {
      await first.stop();
    }
  });

  test('are told nothing of what was so before they listened, nor of what happened while they did not', async () => {
    await house.send(join('a'));
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await readAll();
    const hearer = await hearMoves(house, project);
    await readAll();
    await house.send(join('b'));
    await readAll();
    const [message] = await hearer.takeMessages();
    expect(message).toEqual({
      type: 'segment.entered',
      timestamp: new Date(house.clock.now).toISOString(),
      data: {
        segment: { id, name: 'Pro' },
        user: { id: 'b', anonymousId: null },
        cause: { type: 'data', condition: null },
      },
    });
    await hearer.turn('off');
    await expect.poll(() => house.store.read((tx) => tx.toldProjects()), patiently).toEqual([]);
    await house.send(join('c'), join('b', 'Free'));
    await readAll();
    await hearer.turn('on');
    await expect.poll(() => house.store.read((tx) => tx.toldProjects()), patiently).toEqual([1]);
    await house.send(join('c', 'Free'));
    await readAll();
    const after = await hearer.takeMessages();
    const condition = isOneOf('plan', 'Pro');
    expect(after).toMatchObject([
      { type: 'segment.left', data: { user: { id: 'c' }, cause: { type: 'data', condition } } },
    ]);
  });
});

test('of a project that was deleted nothing is kept, and whoever keeps it is told', async () => {
  let isTold = false;
  await follower.stop();
  await start({ onGone: () => (isTold = true) });
  await create('Pros', allOf(isOneOf('plan', 'Pro')));
  await house.send({ type: 'identify', userId: 'ada', traits: { plan: 'Pro' } });
  await readAll();
  expect(follower.bytes).toBeGreaterThan(0);
  const { number, id, name } = project;
  await house.store.write((tx) =>
    tx.deleteProject({ number, id, name }, { at: house.clock.now, by: 'Ada' }),
  );
  await expect.poll(() => isTold, patiently).toBe(true);
  expect(follower.bytes).toBe(0);
  expect(await follower.read()).toBeUndefined();
});
