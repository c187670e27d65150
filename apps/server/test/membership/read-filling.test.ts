import {
  createResolver,
  eventQueriesForChange,
  nextPossibleChange,
  type TreeNode,
} from '@muster/conditions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createMembership } from '../../src/modules/membership/membership.ts';
import { readFilling } from '../../src/modules/membership/read-filling.ts';
import { readPeople } from '../../src/modules/membership/read-people.ts';
import { allOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { day, did, hour, joined, minute, renews, track } from './happenings.ts';

let house: TestHouse;
const people = 60;

beforeAll(async () => {
  house = await openTestHouse();
  const { clock } = house;
  const items = Array.from({ length: people }, (_, i) => {
    // From half a year ago to half a year ahead, on the edges of conditions, too.
    const edges = [0, 1, -1, hour, -3 * day, 3 * day, -30 * day, -31 * day, -90 * day];
    const away = edges[i] ?? (i - people / 2) * 6 * day + i * minute + i;
    const renewal = i % 7 === 0 ? 'soon' : new Date(clock.now + away).toISOString();
    const userId = `user-${i}`;
    const joining = { type: 'identify', userId, traits: { renewal } };
    const ago = i % 2 === 0 ? Math.abs(away) : i * minute;
    return i % 5 === 0 ? [joining] : [joining, track(userId, 'buy', clock.now - ago)];
  });
  await house.send(...items.flat());
  clock.now += 10 * minute;
});
afterAll(() => house.close());

const conditions: TreeNode[] = [
  did('buy', 1, 'hour'),
  did('buy', 2, 'week', 2),
  did('buy', 3, 'month'),
  renews('inNext', 3, 'day'),
  renews('inLast', 1, 'month'),
  renews('moreThanAgo', 2, 'week'),
  joined(1, 'hour'),
];

test.each(conditions)('the index knows until when nobody changes by herself: %j', async (node) => {
  const { store, clock } = house;
  const context = { timeZone: 'Europe/Paris', experiences: new Map(), imports: new Set<string>() };
  const segments = new Map([['s', { id: 's', name: 'S', conditions: allOf(node) }]]);
  const resolver = createResolver({ ...context, now: clock.now, segments });
  const membership = createMembership(clock.now);
  membership.define(new Map([['s', resolver.resolveSegment('s')]]));
  const [leaf, ...others] = membership.emptyLeaves();
  if (leaf === undefined) throw new Error('There is no condition.');
  expect(others).toEqual([]);
  const signal = new AbortController().signal;
  const parts = { questions: createIndexQuestions(house), project: 1, signal };
  const flips = new Map((await readFilling(parts, [leaf])).get(leaf)?.flips);
  const queries = leaf.isOfEvents ? eventQueriesForChange(leaf.plan) : [];
  const numbers = Array.from({ length: people }, (_, i): [number, typeof queries] => [
    i + 1,
    queries,
  ]);
  const known = await store.read((tx) => readPeople(tx, 1, new Map(numbers)));
  let changing = 0;
  for (const [number, person] of known) {
    if (person === null) throw new Error('Somebody is missing.');
    const next = nextPossibleChange(leaf.plan, person.profile, person.events, clock.now);
    const found = flips.get(number);
    if (next === null) continue;
    changing += 1;
    expect(found, `user ${number}`).toBeGreaterThan(clock.now);
    expect(found, `user ${number}`).toBeLessThanOrEqual(next);
    // Only who is near is looked at; where it takes a calendar, some days before.
    if (JSON.stringify(node).includes('month')) continue;
    expect(next - (found ?? 0), `user ${number}`).toBeLessThan(1_001);
  }
  expect(changing).toBeGreaterThan(5);
});
