import {
  compile,
  joinSql,
  type Plan,
  raw,
  renderSql,
  sql,
  type TreeNode,
  uint32,
} from '@muster/conditions';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { triesTimeoutMs, tryMany } from '../../../../packages/conditions/test/agreement/runs.ts';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { readSurroundings } from '../../src/modules/audience/read-question.ts';
import {
  type FollowParts,
  followProject,
  type LiveMembers,
  type ProjectFollower,
} from '../../src/modules/membership/follow-project.ts';
import { createRetentionJob } from '../../src/modules/retention/retention-job.ts';
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

let house: TestHouse;
let project: Project;
let follower: ProjectFollower;
let mayHold: boolean;
const { create, change } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
  await start();
});

afterEach(async () => {
  await follower.stop();
  await house.close();
});

async function start(parts: Partial<FollowParts> = {}): Promise<void> {
  const found = await house.store.read((tx) => tx.project(projectId));
  if (found === undefined) throw new Error('There is no project.');
  project = found;
  mayHold = true;
  follower = followProject(
    {
      ...house,
      questions: createIndexQuestions(house),
      now: () => house.clock.now,
      allows: () => mayHold,
      lookEveryMs: 5,
      retryAfterMs: 5,
      ...parts,
    },
    project,
  );
}

const patiently = { timeout: 60_000, interval: 5 };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function did(name: string, amount: number, unit: string, least = 1): TreeNode {
  const window = { operator: 'inLast', amount, unit };
  const count = { operator: 'atLeast', value: least };
  return { type: 'event', source: 'api', name, count, window } as TreeNode;
}

function renews(operator: string, amount: number, unit: string): TreeNode {
  const value = { amount, unit };
  return { type: 'attribute', source: 'custom', key: 'renewal', kind: 'date', operator, value };
}

const joined = (amount: number, unit: string): TreeNode => ({
  type: 'attribute',
  source: 'native',
  key: 'created',
  kind: 'date',
  operator: 'inLast',
  value: { amount, unit },
});

const not = (node: TreeNode): TreeNode => ({ ...node, not: true }) as TreeNode;

const pool: TreeNode[] = [
  isOneOf('plan', 'Pro'),
  not(isOneOf('plan', 'Pro', 'Free')),
  did('buy', 1, 'hour'),
  not(did('buy', 2, 'day')),
  did('buy', 1, 'week', 2),
  did('visit', 30, 'minute'),
  { type: 'event', source: 'api', name: 'visit' } as TreeNode,
  renews('inNext', 3, 'day'),
  not(renews('inLast', 1, 'day')),
  joined(1, 'hour'),
];

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
  const members = await askMembers(known.map(({ id }) => resolver.resolveSegment(id)));
  for (const [i, { id, name, conditions }] of known.entries()) {
    const kept = [...Array(200).keys()].filter((number) => follower.has(id, number));
    const about = JSON.stringify({ name, conditions, at: new Date(live.at) });
    const found = { about, count: live.segments.get(id)?.count, kept };
    expect(found).toEqual({ about, count: members[i]?.length, kept: members[i] });
  }
  return known.length;
}

/** Everybody whom each plan holds for, in one question to the index. */
async function askMembers(plans: readonly Plan[]): Promise<number[][]> {
  if (plans.length === 0) return [];
  const lists = plans.map((plan, i) => {
    const matches = compile(plan, project.number);
    return sql`arraySort(groupArrayIf(number, ${matches})) AS ${raw(`m${i}`)}`;
  });
  const [row] = await createIndexQuestions(house).ask<Record<string, number[]>>(
    renderSql(sql`SELECT ${joinSql(lists, ', ')} FROM users FINAL
      WHERE project = ${uint32(project.number)}`),
    { project: project.number, signal: new AbortController().signal },
  );
  return plans.map((_, i) => row?.[`m${i}`] ?? []);
}

const join = (userId: string, plan = 'Pro') => ({ type: 'identify', userId, traits: { plan } });
const track = (userId: string, event: string, at = house.clock.now) => {
  return { type: 'track', userId, event, timestamp: new Date(at).toISOString() };
};

type Happening =
  | { type: 'join'; user: string; plan: string; renewsIn: number | null }
  | { type: 'track'; user: string; event: string; ago: number; isAnonymous: boolean }
  | { type: 'login'; user: string; as: string }
  | { type: 'erase'; user: string }
  | { type: 'time'; ms: number }
  | { type: 'zone'; zone: string }
  | { type: 'segment'; which: number; trees: TreeNode[]; isAny: boolean }
  | { type: 'delete'; which: number }
  | { type: 'expire' }
  | { type: 'cut' }
  | { type: 'restart' };

const user = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
/** Mostly short, so that one condition after the other changes its answer. */
const span = fc.oneof(
  fc.nat(70 * minute),
  fc.nat(40 * minute),
  fc.nat(8 * day),
  fc.constantFrom(0, 1, hour, hour - 1, day, 2 * day, 30 * minute),
);
const tree = fc.constantFrom(...pool);
const trees = fc.array(tree, { minLength: 1, maxLength: 2 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('join' as const),
      user,
      plan: fc.constantFrom('Pro', 'Free', 'None'),
      renewsIn: fc.option(
        fc.oneof(
          span,
          span.map((ms) => 3 * day + ms),
        ),
      ),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('track' as const),
      user,
      event: fc.constantFrom('buy', 'visit'),
      ago: span,
      isAnonymous: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('login' as const), user, as: user }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('erase' as const), user }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('time' as const), ms: span }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('segment' as const),
      which: fc.nat(pool.length - 1),
      trees,
      isAny: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('delete' as const), which: fc.nat(pool.length - 1) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'expire' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'cut' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('zone' as const),
      zone: fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Auckland'),
    }),
  },
);

async function happen(what: Happening, ids: (string | undefined)[]): Promise<void> {
  const { clock } = house;
  switch (what.type) {
    case 'join': {
      const { plan, renewsIn } = what;
      const renewal = renewsIn === null ? null : new Date(clock.now + renewsIn).toISOString();
      await house.send({ type: 'identify', userId: what.user, traits: { plan, renewal } });
      return;
    }
    case 'track': {
      const { event, ago, isAnonymous } = what;
      const who = isAnonymous ? { anonymousId: `anon-${what.user}` } : { userId: what.user };
      const timestamp = new Date(clock.now - ago).toISOString();
      await house.send({ type: 'track', ...who, event, timestamp });
      return;
    }
    case 'login':
      await house.send({ type: 'identify', userId: what.user, anonymousId: `anon-${what.as}` });
      return;
    case 'erase':
      await house.call('DELETE', house.at(`/users/${what.user}`));
      return;
    case 'time':
      clock.now += what.ms;
      return;
    case 'zone':
      await house.call('PATCH', house.at(''), { body: { timeZone: what.zone } });
      return;
    case 'segment': {
      const conditions = what.isAny ? anyOf(...what.trees) : allOf(...what.trees);
      const id = ids[what.which];
      if (id === undefined) ids[what.which] = (await create(`S${what.which}`, conditions)).id;
      else await change(id, null, { conditions });
      return;
    }
    case 'delete': {
      const id = ids[what.which];
      if (id !== undefined) await house.call('DELETE', house.at(`/segments/${id}`));
      ids[what.which] = undefined;
      return;
    }
    case 'expire': {
      const job = createRetentionJob({ ...house, now: () => clock.now, onChange: () => undefined });
      await house.store.write(async (tx) => {
        const found = await tx.project(projectId);
        if (found) await tx.updateProject({ ...found, eventRetentionDays: 3 });
      });
      await job.run();
      await job.stop();
      return;
    }
    case 'cut':
      await house.indexer.caughtUp();
      await house.store.write(async (tx) => tx.pruneChanges(await tx.headPosition()));
      return;
    case 'restart':
      await follower.stop();
      await start();
  }
}

test(
  'whatever happens, its members are those of the index',
  async () => {
    const met = { known: 0, atOnce: 0 };
    await tryMany(fc.array(happening, { minLength: 40, maxLength: 40 }), 1, async (happenings) => {
      await follower.stop();
      await house.close();
      house = await openTestHouse();
      await start();
      const ids: (string | undefined)[] = [];
      await house.send(join('a'), track('a', 'buy'), track('b', 'visit', house.clock.now - hour));
      for (const [i, node] of pool.entries()) {
        // One of another, so that it moves with that.
        const children = i === 2 ? [not(inSegment(ids[0] ?? '')), node] : [node];
        ids[i] = (await create(`S${i}`, anyOf(...children))).id;
      }
      for (const what of happenings) {
        await happen(what, ids);
        // Also while it is on its way: then it knows less, but nothing wrong.
        met.atOnce += await compare(await follower.read());
        const all = await readAll();
        met.known += await compare(all);
      }
    });
    // So that the test cannot pass by never knowing any.
    expect(met.atOnce).toBeGreaterThan(100);
    expect(met.known).toBeGreaterThan(250);
  },
  2 * triesTimeoutMs,
);

describe('A follower', () => {
  test('knows at the very instant who enters and leaves because of time alone', async () => {
    const { clock } = house;
    await house.send(join('a'), track('a', 'buy'));
    const { id } = await create('Buyers', allOf(did('buy', 1, 'hour')));
    const count = async () => (await follower.read())?.segments.get(id)?.count;
    await readAll();
    expect(await count()).toBe(1);
    clock.now += hour - 1;
    expect(await count()).toBe(1);
    clock.now += 1;
    expect(await count()).toBe(0);
    await house.send(track('a', 'buy'));
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

  test('forgets what nobody asks for', async () => {
    await house.send(join('a'));
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await compare(await readAll());
    house.clock.now += 11 * minute;
    await expect.poll(() => follower.bytes, patiently).toBe(0);
    await compare(await readAll());
  });
});
