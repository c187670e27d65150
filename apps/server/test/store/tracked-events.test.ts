import { expect, it } from 'vitest';
import type { TrackedEventVersion } from '../../src/store/tracked-events.ts';
import { describeOnEngines } from './engines.ts';
import { exported, noon } from './samples.ts';

describeOnEngines('no-code events of the store', ({ open }) => {
  it('are kept in their project, by id, as they were given', async () => {
    const store = await open();
    const saved = { ...exported, id: 'another', codeName: 'saved', publishedAt: noon };
    await store.write(async (tx) => {
      await tx.insertTrackedEvent(exported);
      await tx.insertTrackedEvent(saved);
    });
    await store.read(async (tx) => {
      expect(await tx.trackedEvents(1)).toStrictEqual([saved, exported]);
      expect(await tx.trackedEvent(1, 'exported')).toStrictEqual(exported);
      expect(await tx.trackedEvent(2, 'exported')).toBeUndefined();
      expect(await tx.trackedEvents(2)).toEqual([]);
    });
    await expect(store.write((tx) => tx.insertTrackedEvent(exported))).rejects.toThrow();
  });

  it('are replaced only as their editor saw them', async () => {
    const store = await open();
    await store.write((tx) => tx.insertTrackedEvent(exported));
    const edited = { ...exported, name: 'Exported', version: 2, updatedBy: 'bob' };
    await store.write(async (tx) => {
      expect(await tx.updateTrackedEvent(edited, 2)).toBe(false);
      expect(await tx.trackedEvent(1, 'exported')).toStrictEqual(exported);
      expect(await tx.updateTrackedEvent(edited, 1)).toBe(true);
      expect(await tx.updateTrackedEvent({ ...edited, id: 'others' }, 1)).toBe(false);
    });
    expect(await store.read((tx) => tx.trackedEvents(1))).toStrictEqual([edited]);
  });

  it('leave their versions when they are deleted, newest first', async () => {
    const store = await open();
    const { name, codeName, description, status, match, conditions } = exported;
    const first: TrackedEventVersion = {
      trackedEventId: 'exported',
      version: 1,
      ...{ name, codeName, description, status, match, conditions },
      at: noon,
      by: 'ada',
    };
    const second = { ...first, version: 2, status: 'live' as const };
    await store.write(async (tx) => {
      await tx.insertTrackedEvent(exported);
      await tx.insertTrackedEventVersion(1, first);
      await tx.insertTrackedEventVersion(1, second);
      expect(await tx.deleteTrackedEvent(1, 'exported')).toBe(true);
      expect(await tx.deleteTrackedEvent(1, 'exported')).toBe(false);
    });
    await store.read(async (tx) => {
      expect(await tx.trackedEvent(1, 'exported')).toBeUndefined();
      expect(await tx.trackedEventVersions(1, 'exported')).toStrictEqual([second, first]);
      expect(await tx.trackedEventVersions(2, 'exported')).toEqual([]);
    });
    const again = store.write((tx) => tx.insertTrackedEventVersion(1, first));
    await expect(again).rejects.toThrow();
  });
});
