import type { TreeNode } from '@muster/conditions';
import fc from 'fast-check';
import { createRetentionJob } from '../../src/modules/retention/retention-job.ts';
import { allOf, anyOf, isOneOf, projectId, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';

// What may happen to a project whose members are followed, one thing after another.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Did it at least so often in the last so much. */
export function did(name: string, amount: number, unit: string, least = 1): TreeNode {
  const window = { operator: 'inLast', amount, unit };
  const count = { operator: 'atLeast', value: least };
  return { type: 'event', source: 'api', name, count, window } as TreeNode;
}

/** Its renewal, a date, is so. */
export function renews(operator: string, amount: number, unit: string): TreeNode {
  const value = { amount, unit };
  return { type: 'attribute', source: 'custom', key: 'renewal', kind: 'date', operator, value };
}

/** Has been here for no longer than that. */
export const joined = (amount: number, unit: string): TreeNode => ({
  type: 'attribute',
  source: 'native',
  key: 'created',
  kind: 'date',
  operator: 'inLast',
  value: { amount, unit },
});

export const not = (node: TreeNode): TreeNode => ({ ...node, not: true }) as TreeNode;

/** Conditions that data and time change. */
export const pool: TreeNode[] = [
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

export const join = (userId: string, plan = 'Pro') => ({
  type: 'identify',
  userId,
  traits: { plan },
});
export const track = (userId: string, event: string, at: number) => {
  return { type: 'track', userId, event, timestamp: new Date(at).toISOString() };
};

export type Happening =
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
  /** Nobody follows for so long. */
  | { type: 'restart'; ms: number };

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

export const happening: fc.Arbitrary<Happening> = fc.oneof(
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
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('restart' as const),
      ms: fc.oneof(fc.constant(0), span),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('zone' as const),
      zone: fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Auckland'),
    }),
  },
);

/** @param ids of the segments there are, by their place in the pool */
export async function happen(
  house: TestHouse,
  what: Happening,
  ids: (string | undefined)[],
  restart: (whileAway: () => void) => Promise<void>,
): Promise<void> {
  const { clock } = house;
  const { create, change } = createSegmentCalls(() => house);
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
      await restart(() => {
        clock.now += what.ms;
      });
  }
}
