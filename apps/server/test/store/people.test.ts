import { expect, it } from 'vitest';
import { describeOnEngines } from './engines.ts';
import {
  addProject,
  addUser,
  makeEvent,
  makeFullProfile,
  makeProfile,
  readAllEvents,
} from './samples.ts';

describeOnEngines('people in the store', ({ open }) => {
  it('gives dense numbers from 1, apart for each project', async () => {
    const store = await open();
    const shop = await addProject(store, 'shop');
    const blog = await addProject(store, 'blog');
    expect([shop.number, blog.number]).toEqual([1, 2]);
    await store.write(async (tx) => {
      expect(await tx.allocateNumbers(shop.number, 3)).toBe(1);
      expect(await tx.allocateNumbers(shop.number, 1)).toBe(4);
      expect(await tx.allocateNumbers(blog.number, 2)).toBe(1);
    });
    expect(await store.write((tx) => tx.allocateNumbers(shop.number, 1))).toBe(5);
  });

  it('refuses numbers for a project that is not there', async () => {
    const store = await open();
    await expect(store.write((tx) => tx.allocateNumbers(7, 1))).rejects.toThrow(/project number 7/);
  });

  it('finds the numbers of known identities only, and keeps the two kinds apart', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write((tx) =>
      tx.putIdentities(project, [
        { identity: { kind: 'user', id: 'x' }, number: 1 },
        { identity: { kind: 'anonymous', id: 'x' }, number: 2 },
        { identity: { kind: 'user', id: 'y' }, number: 8 },
        { identity: { kind: 'user', id: 'y' }, number: 3 },
      ]),
    );
    const found = await store.read((tx) =>
      tx.findNumbers(project, [
        { kind: 'user', id: 'x' },
        { kind: 'anonymous', id: 'x' },
        { kind: 'user', id: 'y' },
        { kind: 'anonymous', id: 'y' },
        { kind: 'user', id: 'X' },
      ]),
    );
    expect(found).toEqual(
      new Map([
        ['user:x', 1],
        ['anonymous:x', 2],
        ['user:y', 3],
      ]),
    );
    expect(await store.read((tx) => tx.findNumbers(project, []))).toEqual(new Map());
    expect(await store.read((tx) => tx.findNumbers(9, [{ kind: 'user', id: 'x' }]))).toEqual(
      new Map(),
    );
  });

  it('keeps every field of a profile and replaces it whole', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const full = makeFullProfile(1);
    await store.write((tx) => tx.putProfiles(project, [full, makeProfile(2)]));
    expect(await store.read((tx) => tx.profiles(project, [1]))).toStrictEqual([full]);

    const replaced = makeProfile(1, { userId: 'ada', sessions: 4 });
    await store.write((tx) => tx.putProfiles(project, [full, replaced]));
    expect(await store.read((tx) => tx.profiles(project, [1]))).toStrictEqual([replaced]);
    expect(await store.read((tx) => tx.countProfiles(project))).toBe(2);
  });

  it('widens the activity of users and says for whom that made a difference', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const before = { firstSeen: 100, lastActivity: 200 };
    await store.write(async (tx) => {
      await tx.putProfiles(project, [
        makeProfile(1, before),
        makeProfile(2, before),
        makeProfile(3),
      ]);
      const changed = await tx.widenActivity(project, [
        { number: 1, firstSeen: 120, lastActivity: 200 },
        { number: 2, firstSeen: 50, lastActivity: 300 },
        { number: 3, firstSeen: 7, lastActivity: 7 },
      ]);
      expect(changed.sort()).toEqual([2, 3]);
      expect(await tx.widenActivity(project, [])).toEqual([]);
    });
    expect(await store.read((tx) => tx.scanProfiles(project, 0, 9))).toStrictEqual([
      makeProfile(1, before),
      makeProfile(2, { firstSeen: 50, lastActivity: 300 }),
      makeProfile(3, { firstSeen: 7, lastActivity: 7 }),
    ]);
  });

  it('forgets when an erased user was active, also for who gets her place', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write(async (tx) => {
      await tx.putProfiles(project, [makeProfile(1, { firstSeen: 1, lastActivity: 2 })]);
      await tx.erase(project, 1);
      await tx.putProfiles(project, [makeProfile(1)]);
    });
    expect(await store.read((tx) => tx.profiles(project, [1]))).toStrictEqual([makeProfile(1)]);
  });

  it('reads many profiles by number, each once, and scans them in order', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const { number: other } = await addProject(store, 'other');
    const numbers = Array.from({ length: 250 }, (_, at) => 250 - at);
    await store.write(async (tx) => {
      await tx.putProfiles(
        project,
        numbers.map((number) => makeProfile(number)),
      );
      await tx.putProfiles(other, [makeProfile(1000)]);
    });
    await store.read(async (tx) => {
      const read = await tx.profiles(project, [3, 3, 251, ...numbers.slice(0, 50)]);
      expect(read.map(({ number }) => number).sort((a, b) => a - b)).toEqual([
        3,
        ...numbers.slice(0, 50).reverse(),
      ]);
      const scanned: number[] = [];
      for (;;) {
        const batch = await tx.scanProfiles(project, scanned.at(-1) ?? 0, 60);
        if (batch.length === 0) break;
        scanned.push(...batch.map(({ number }) => number));
      }
      expect(scanned).toEqual([...numbers].reverse());
      expect(await tx.profiles(project, [])).toEqual([]);
      expect(await tx.countProfiles(project)).toBe(250);
    });
  });

  it('moves events and identities in a merge and removes the profile merged away', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const [anonymous, user, bystander] = await store.write(async (tx) => {
      const numbers = [
        await addUser(tx, project, 'a'),
        await addUser(tx, project, 'b'),
        await addUser(tx, project, 'c'),
      ] as const;
      await tx.putIdentities(project, [
        { identity: { kind: 'anonymous', id: 'browser' }, number: numbers[0] },
      ]);
      await tx.keepNewMessageIds(project, ['m1', 'm2', 'm3']);
      await tx.insertEvents(project, [
        makeEvent(numbers[0], { messageId: 'm1' }),
        makeEvent(numbers[1], { messageId: 'm2' }),
        makeEvent(numbers[2], { messageId: 'm3' }),
        // What both have is one event afterwards.
        makeEvent(numbers[0], { messageId: 'm4' }),
        makeEvent(numbers[1], { messageId: 'm4' }),
      ]);
      return numbers;
    });
    await store.write((tx) => tx.mergeInto(project, anonymous, user));
    const found = await store.read((tx) =>
      tx.findNumbers(project, [
        { kind: 'anonymous', id: 'browser' },
        { kind: 'user', id: 'a' },
        { kind: 'user', id: 'c' },
      ]),
    );
    expect(found).toEqual(
      new Map([
        ['anonymous:browser', user],
        ['user:a', user],
        ['user:c', bystander],
      ]),
    );
    const events = await readAllEvents(store, project);
    expect(events.map(({ number, messageId }) => [number, messageId])).toEqual([
      [user, 'm1'],
      [user, 'm2'],
      [user, 'm4'],
      [bystander, 'm3'],
    ]);
    expect(await store.read((tx) => tx.countEvents(project))).toBe(4);
    const left = await store.read((tx) => tx.profiles(project, [anonymous, user, bystander]));
    expect(left.map(({ number }) => number).sort()).toEqual([user, bystander]);
    // A replay of what was merged is still a replay.
    expect(await store.write((tx) => tx.keepNewMessageIds(project, ['m1', 'm2']))).toEqual(
      new Set(),
    );
  });

  it('leaves a user merged into herself as she is', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const number = await store.write(async (tx) => {
      const added = await addUser(tx, project, 'a');
      await tx.insertEvents(project, [makeEvent(added)]);
      await tx.mergeInto(project, added, added);
      return added;
    });
    expect(await readAllEvents(store, project)).toHaveLength(1);
    expect(await store.read((tx) => tx.profiles(project, [number]))).toHaveLength(1);
  });

  it('erases all of a user but the message ids', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const [erased, kept] = await store.write(async (tx) => {
      const numbers = [await addUser(tx, project, 'a'), await addUser(tx, project, 'b')] as const;
      await tx.keepNewMessageIds(project, ['m1']);
      await tx.insertEvents(
        project,
        numbers.map((number) => makeEvent(number)),
      );
      return numbers;
    });
    await store.write((tx) => tx.erase(project, erased));
    await store.read(async (tx) => {
      expect(await tx.profiles(project, [erased])).toEqual([]);
      expect(await tx.eventsOf(project, erased, 10)).toEqual([]);
      expect(await tx.countEvents(project)).toBe(1);
      expect(await tx.countProfiles(project)).toBe(1);
      const identities = ['a', 'b'].map((id) => ({ kind: 'user' as const, id }));
      expect(await tx.findNumbers(project, identities)).toEqual(new Map([['user:b', kept]]));
    });
    expect(await store.write((tx) => tx.keepNewMessageIds(project, ['m1', 'm9']))).toEqual(
      new Set(['m9']),
    );
    // Numbers are never given again.
    expect(await store.write((tx) => tx.allocateNumbers(project, 1))).toBe(3);
  });
});
