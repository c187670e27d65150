import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogPruner } from '../../src/index/prune-changes.ts';
import type { Change, Project } from '../../src/store/store.ts';
import { openTestStore, type TestStore } from './test-store.ts';

describe('The change log', () => {
  let house: TestStore;
  let project: Project;

  beforeEach(async () => {
    house = await openTestStore();
    project = await house.addProject();
  });
  afterEach(() => house.remove());

  const readOldest = () => house.store.read((tx) => tx.oldestPosition());

  /** So many changes that say nothing. */
  const append = (count: number) =>
    house.store.write((tx) => {
      const change: Change = { type: 'profiles', project: project.number, numbers: [] };
      return tx.appendChanges(new Array<Change>(count).fill(change));
    });

  test('keeps ten thousand changes that the index has, and forgets a hundred more when so many are due', async () => {
    const pruner = createLogPruner(house.store);
    const head = await append(12_500);
    await pruner.prune(10_099);
    expect(await readOldest()).toBe(0);
    await pruner.prune(head);
    expect(await readOldest()).toBe(2_500);
    await pruner.prune(head + 50);
    expect(await readOldest()).toBe(2_500);
  });

  test('forgets all up to an erasure as soon as the index has it', async () => {
    const pruner = createLogPruner(house.store);
    const [ann = 0, bob = 0] = await house.addUsers(project.number, [{}, {}]);
    await house.track(project.number, [[ann, 'Secret', { word: 'melon' }]]);
    await append(1_500);
    await house.erase(project.number, ann);
    const erasure = await house.store.headPosition();
    await house.track(project.number, [[bob, 'Buy', {}]]);
    pruner.noteErasure(erasure);
    await pruner.prune(erasure - 1);
    expect(await readOldest()).toBe(0);
    await pruner.prune(erasure + 1);
    expect(await readOldest()).toBe(erasure);
    const left = await house.store.read((tx) => tx.changes(0, 10));
    expect(left.map(({ position }) => position)).toEqual([erasure + 1]);
  });

  test('is rid of an erasure also when the process ended before', async () => {
    const [ann = 0] = await house.addUsers(project.number, [{}]);
    await house.track(project.number, [[ann, 'Secret', { word: 'melon' }]]);
    await house.erase(project.number, ann);
    const head = await house.store.headPosition();
    await createLogPruner(house.store).prune(head);
    expect(await readOldest()).toBe(head);
  });
});
