import type { TreeNode } from '@muster/conditions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProjectFollower } from '../../src/modules/membership/follow-project.ts';
import type { EventRow, Project } from '../../src/store/store.ts';
import { allOf, inSegment, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { did, hour, join, minute, not, track } from './happenings.ts';
import { findProject, startFollower } from './start-follower.ts';

let house: TestHouse;
let project: Project;
let follower: ProjectFollower;
const { create } = createSegmentCalls(() => house);
const patiently = { timeout: 60_000, interval: 5 };

beforeEach(async () => {
  house = await openTestHouse();
  start(await findProject(house));
});

afterEach(async () => {
  await follower.stop();
  await house.close();
});

function start(found: Project): void {
  project = found;
  follower = startFollower(house, project);
}

/** Records from now on: resolves once the follower has put on record who is where. */
async function record(isOn = true): Promise<void> {
  await house.store.write(async (tx) => {
    await tx.updateProject({ ...(await findProject(house)), recordsMoves: isOn });
  });
  await settle();
}

/** Waits until all that was written, and all that is due, is taken in and on record. */
async function settle(): Promise<void> {
  follower.keep();
  const isOnRecord = async () => {
    const live = await follower.read();
    if (
      live === undefined ||
      [...live.segments.values()].some((one) => one.isValid && one.count === undefined)
    )
      return false;
    const { told, head } = await house.store.read(async (tx) => ({
      told: await tx.toldProject(project.number),
      head: await tx.headPosition(),
    }));
    // What the record itself has made an event comes after it.
    return told === undefined || told.position >= head - 1;
  };
  await expect.poll(isOnRecord, patiently).toBe(true);
}

async function eventsOf(userId: string): Promise<EventRow[]> {
  return house.store.read(async (tx) => {
    const [number] = (
      await tx.findNumbers(project.number, [{ kind: 'user', id: userId }])
    ).values();
    const events = number === undefined ? [] : await tx.eventsOf(project.number, number, 100);
    return events.filter(({ name }) => name.startsWith('segment '));
  });
}

const shown = (events: readonly EventRow[]) =>
  events.map(({ name, source, timestamp, properties }) => ({
    ...{ name, source, at: timestamp },
    ...Object.fromEntries(properties),
  }));

/** Entered a segment of that name in the last hour. */
const enteredLately = (segment: string): TreeNode =>
  ({
    ...did('segment entered', 1, 'hour'),
    source: 'app',
    where: [{ key: 'segment', kind: 'string', operator: 'is', value: [segment] }],
  }) as TreeNode;

test('whoever enters or leaves has an event of it, with the instant and the cause', async () => {
  await house.send(join('ada', 'Free'), join('bob', 'Pro'));
  const pro = await create('Pro', allOf(isOneOf('plan', 'Pro')));
  const buyers = await create('Buyers', allOf(did('buy', 1, 'hour')));
  await record();
  expect(await eventsOf('bob')).toEqual([]);

  house.clock.now += minute;
  const boughtAt = house.clock.now;
  await house.send(join('ada', 'Pro'), track('ada', 'buy', boughtAt));
  await settle();
  const entered = { name: 'segment entered', source: 'app', at: boughtAt, cause: 'data' };
  const found = shown(await eventsOf('ada'));
  expect(found).toHaveLength(2);
  expect(found).toContainEqual({
    ...{ ...entered, segmentId: pro.id, segment: 'Pro' },
    condition: 'plan is any of Pro',
  });
  expect(found).toContainEqual({
    ...{ ...entered, segmentId: buyers.id, segment: 'Buyers' },
    condition: 'buy occurred ≥ 1× in 1 h',
  });

  house.clock.now += 3 * hour;
  await settle();
  const [left, ...others] = shown(await eventsOf('ada'));
  expect(others).toHaveLength(2);
  const at = boughtAt + hour;
  expect(left).toMatchObject({ name: 'segment left', at, cause: 'time', segment: 'Buyers' });
});

test('conditions ask for it, live, and what asks for it has no events itself', async () => {
  await house.send(join('ada', 'Free'), join('bob', 'Pro'));
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  const lately = await create('New payers', allOf(enteredLately('Pro')));
  await create('Not yet', allOf(not(enteredLately('Pro'))));
  await create('Beyond', allOf(inSegment(lately.id, false)));
  await record();
  await house.send(join('ada', 'Pro'));
  await settle();
  const count = async () => (await follower.read())?.segments.get(lately.id)?.count;
  await expect.poll(count, patiently).toBe(1);
  const segments = (await house.call('GET', house.at('/users/ada/segments'))).body;
  expect(segments).toMatchObject([
    { name: 'Beyond', member: true },
    { name: 'New payers', member: true },
    { name: 'Not yet', member: false },
    { name: 'Pro', member: true },
  ]);
  house.clock.now += 2 * hour;
  await settle();
  await expect.poll(count, patiently).toBe(0);
  expect(shown(await eventsOf('ada'))).toMatchObject([{ segment: 'Pro' }]);
  expect(await eventsOf('bob')).toEqual([]);
});

test('each move is one event, over a restart too, and nothing once it is turned off', async () => {
  await house.send(join('ada', 'Free'), join('bob', 'Free'), join('cy', 'Free'));
  await create('Pro', allOf(isOneOf('plan', 'Pro')));
  await record();
  await house.send(join('ada', 'Pro'));
  await settle();
  await follower.stop();
  await house.send(join('bob', 'Pro'));
  start(project);
  await settle();
  expect(await eventsOf('ada')).toHaveLength(1);
  expect(shown(await eventsOf('bob'))).toMatchObject([{ segment: 'Pro', cause: 'data' }]);

  await record(false);
  await house.send(join('cy', 'Pro'));
  await settle();
  expect(await eventsOf('cy')).toEqual([]);
});

test('nobody but Muster says so', async () => {
  await house.send({ ...track('ada', 'segment entered', house.clock.now) });
  // By the API it is an event of the customer's own, which no condition takes for one of ours.
  const events = await eventsOf('ada');
  expect(events.map(({ source }) => source)).toEqual(['api']);
});
