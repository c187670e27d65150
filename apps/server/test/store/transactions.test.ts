import { expect, it } from 'vitest';
import type { WriteTransaction } from '../../src/store/store.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, addUser, makeEvent, makeProfile, readAllEvents } from './samples.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

describeOnEngines('transactions of the store', ({ open }) => {
  it('lets no update be lost among a hundred writes at once', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write((tx) => tx.putProfiles(project, [makeProfile(1)]));
    const positions = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        store.write(async (tx) => {
          const [profile] = await tx.profiles(project, [1]);
          if (profile === undefined) throw new Error('The profile is gone.');
          if (at % 10 === 0) await pause();
          await tx.putProfiles(project, [{ ...profile, sessions: profile.sessions + 1 }]);
          return tx.appendChanges([
            { type: 'profiles', project, numbers: [1] },
            { type: 'erase', project, number: at },
          ]);
        }),
      ),
    );
    // Served in the order of asking, so positions are in that order too.
    expect(positions).toEqual(Array.from({ length: 100 }, (_, at) => 2 * at + 2));
    const [profile] = await store.read((tx) => tx.profiles(project, [1]));
    expect(profile?.sessions).toBe(100);
  });

  it('shows readers whole transactions only, and one state for as long as they read', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    let isWriting = true;
    const writing = (async () => {
      for (let at = 1; at <= 30; at += 1) {
        await store.write(async (tx) => {
          await tx.putProfiles(project, [makeProfile(1, { sessions: at })]);
          await pause();
          await tx.putProfiles(project, [makeProfile(2, { sessions: at })]);
          await tx.appendChanges([{ type: 'timeZone', project }]);
        });
      }
      isWriting = false;
    })();
    let reads = 0;
    const readers = Array.from({ length: 12 }, async () => {
      while (isWriting) {
        await store.read(async (tx) => {
          const [one] = await tx.profiles(project, [1]);
          await pause();
          const [two] = await tx.profiles(project, [2]);
          expect(two?.sessions).toBe(one?.sessions);
          expect(await tx.headPosition()).toBe(one?.sessions ?? 0);
          expect((await tx.changes(0, 100)).length).toBe(one?.sessions ?? 0);
          reads += 1;
        });
      }
    });
    await Promise.all([writing, ...readers]);
    expect(reads).toBeGreaterThan(0);
  });

  it('holds up no writer while a long read goes on', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write((tx) => tx.insertEvents(project, [makeEvent(1)]));
    await store.read(async (tx) => {
      expect(await tx.countEvents(project)).toBe(1);
      await store.write((other) => other.insertEvents(project, [makeEvent(2)]));
      expect(await tx.countEvents(project)).toBe(1);
      expect(await tx.scanEvents(project, undefined, 10)).toHaveLength(1);
    });
    expect(await readAllEvents(store, project)).toHaveLength(2);
  });

  it('makes further readers wait their turn', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const counts = await Promise.all(
      Array.from({ length: 60 }, () =>
        store.read(async (tx) => {
          await pause();
          return tx.countProfiles(project);
        }),
      ),
    );
    expect(counts).toEqual(Array.from({ length: 60 }, () => 0));
  });

  it('keeps nothing of a transaction that throws', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const fillAll = async (tx: WriteTransaction) => {
      await tx.insertProject({ id: 'second', name: 'S', timeZone: 'UTC', createdAt: 0 });
      const number = await addUser(tx, project, 'ada');
      await tx.keepNewMessageIds(project, ['m1']);
      await tx.insertEvents(project, [makeEvent(number, { name: 'unheard of' })]);
      await tx.insertAudit({ project, at: 0, by: 'x', action: 'y', subject: 'z' });
      return tx.appendChanges([{ type: 'profiles', project, numbers: [number] }]);
    };
    const failing = store.write(async (tx) => {
      await fillAll(tx);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow(new RangeError('on purpose'));
    await store.read(async (tx) => {
      expect(await tx.projects()).toHaveLength(1);
      expect(await tx.countProfiles(project)).toBe(0);
      expect(await tx.countEvents(project)).toBe(0);
      expect(await tx.eventNames(project)).toEqual([]);
      expect(await tx.findNumbers(project, [{ kind: 'user', id: 'ada' }])).toEqual(new Map());
      expect(await tx.audit(project, 10)).toEqual([]);
      expect(await tx.changes(0, 10)).toEqual([]);
      expect(await tx.headPosition()).toBe(0);
    });
    // Nor in memory: what was rolled back is new once more, the event's name too.
    expect(await store.write(fillAll)).toBe(1);
    expect(await store.read((tx) => tx.eventNames(project))).toEqual([
      { source: 'api', name: 'unheard of' },
    ]);
    expect(await store.write((tx) => tx.keepNewMessageIds(project, ['m1']))).toEqual(new Set());
  });

  it('commits nothing after a statement failed, even when its error was caught', async () => {
    const store = await open();
    const shop = await addProject(store);
    const careless = store.write(async (tx) => {
      await tx.putProfiles(shop.number, [makeProfile(1)]);
      await tx.insertProject(shop).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow(/none of it can be kept/);
    expect(await store.read((tx) => tx.countProfiles(shop.number))).toBe(0);
  });

  it('refuses what is done in a transaction after its end', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    let late: WriteTransaction | undefined;
    await store.write(async (tx) => {
      late = tx;
    });
    await expect(late?.putProfiles(project, [makeProfile(1)])).rejects.toThrow(/has ended/);
    expect(await store.read((tx) => tx.countProfiles(project))).toBe(0);
  });

  it('lets the next writer go on after one failed', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        store.write(async (tx) => {
          await tx.putProfiles(project, [makeProfile(at + 1)]);
          if (at % 2 === 0) throw new Error('even');
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await store.read((tx) => tx.countProfiles(project))).toBe(10);
  });

  it('finishes what was begun before it closes, and nothing after', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const writing = store.write(async (tx) => {
      await pause();
      await tx.putProfiles(project, [makeProfile(1)]);
      return tx.countProfiles(project);
    });
    const reading = store.read(async (tx) => {
      await pause();
      return tx.countProfiles(project);
    });
    await store.close();
    expect(await writing).toBe(1);
    expect(await reading).toBe(0);
    await expect(store.headPosition()).rejects.toThrow(/closed/);
    await expect(store.write(async () => undefined)).rejects.toThrow(/closed/);
    await store.close();
  });
});
