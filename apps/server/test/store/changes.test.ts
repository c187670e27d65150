import { expect, it } from 'vitest';
import type { Change } from '../../src/store/store.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, makeEvent } from './samples.ts';

describeOnEngines('the change log', ({ open, makeLocation }) => {
  it('returns each kind of change as it was appended, in order', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const changes: Change[] = [
      { type: 'profiles', project, numbers: [3, 1] },
      {
        type: 'events',
        project,
        events: [
          makeEvent(1, { properties: new Map([['amount', 2]]) }),
          makeEvent(2, { properties: new Map([['items', ['a', 'b']]]) }),
        ],
      },
      { type: 'merge', project, from: 3, to: 1 },
      { type: 'erase', project, number: 1 },
      { type: 'timeZone', project },
    ];
    expect(await store.write((tx) => tx.appendChanges(changes))).toBe(5);
    const logged = await store.read((tx) => tx.changes(0, 10));
    expect(logged).toStrictEqual(changes.map((change, at) => ({ position: at + 1, change })));
  });

  it('holds the events themselves: a later merge or erasure does not change what was logged', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const events = [makeEvent(1)];
    await store.write(async (tx) => {
      await tx.insertEvents(project, events);
      await tx.appendChanges([{ type: 'events', project, events }]);
    });
    await store.write((tx) => tx.mergeInto(project, 1, 2));
    await store.write((tx) => tx.erase(project, 2));
    const logged = await store.read((tx) => tx.changes(0, 10));
    expect(logged).toStrictEqual([{ position: 1, change: { type: 'events', project, events } }]);
  });

  it('follows from a position, at most so many', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const erase = (number: number): Change => ({ type: 'erase', project, number });
    expect(await store.headPosition()).toBe(0);
    expect(await store.write((tx) => tx.appendChanges([]))).toBe(0);
    await store.write((tx) => tx.appendChanges([erase(1), erase(2)]));
    expect(await store.write((tx) => tx.appendChanges([erase(3)]))).toBe(3);
    expect(await store.headPosition()).toBe(3);
    const positions = async (after: number, limit: number) =>
      (await store.read((tx) => tx.changes(after, limit))).map(({ position }) => position);
    expect(await positions(0, 2)).toEqual([1, 2]);
    expect(await positions(2, 10)).toEqual([3]);
    expect(await positions(3, 10)).toEqual([]);
  });

  it('never gives a position twice, even when all is pruned and reopened', async () => {
    const location = await makeLocation();
    const store = await open(location);
    const { number: project } = await addProject(store);
    const change: Change = { type: 'timeZone', project };
    await store.write((tx) => tx.appendChanges([change, change, change]));
    await store.write((tx) => tx.pruneChanges(2));
    await store.read(async (tx) => {
      expect(await tx.oldestPosition()).toBe(2);
      expect((await tx.changes(0, 10)).map(({ position }) => position)).toEqual([3]);
    });
    // Beyond the end, and back: what is forgotten stays forgotten.
    await store.write((tx) => tx.pruneChanges(99));
    await store.write((tx) => tx.pruneChanges(1));
    expect(await store.read((tx) => tx.oldestPosition())).toBe(3);
    expect(await store.headPosition()).toBe(3);
    await store.close();
    const again = await open(location);
    expect(await again.headPosition()).toBe(3);
    expect(await again.write((tx) => tx.appendChanges([change]))).toBe(4);
  });
});
