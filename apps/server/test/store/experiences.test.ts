import { expect, it } from 'vitest';
import type { ExperienceVersion } from '../../src/store/experiences.ts';
import { describeOnEngines } from './engines.ts';
import { makeExperience, noon } from './samples.ts';

const poll = makeExperience();

describeOnEngines('experiences of the store', ({ open }) => {
  it('are kept in their project, by id, as they were given', async () => {
    const store = await open();
    const banner = makeExperience({ id: 'banner', type: 'banner', steps: [], publishedAt: noon });
    await store.write(async (tx) => {
      await tx.insertExperience(poll);
      await tx.insertExperience(banner);
    });
    await store.read(async (tx) => {
      expect(await tx.experiences(1)).toStrictEqual([banner, poll]);
      expect(await tx.experience(1, 'poll')).toStrictEqual(poll);
      expect(await tx.experience(2, 'poll')).toBeUndefined();
      expect(await tx.experiences(2)).toEqual([]);
    });
    await expect(store.write((tx) => tx.insertExperience(poll))).rejects.toThrow();
  });

  it('are replaced only as their editor saw them', async () => {
    const store = await open();
    await store.write((tx) => tx.insertExperience(poll));
    const edited = { ...poll, name: 'Survey', version: 2, updatedBy: 'bob' };
    await store.write(async (tx) => {
      expect(await tx.updateExperience(edited, 2)).toBe(false);
      expect(await tx.experience(1, 'poll')).toStrictEqual(poll);
      expect(await tx.updateExperience(edited, 1)).toBe(true);
      expect(await tx.updateExperience({ ...edited, id: 'others' }, 1)).toBe(false);
    });
    expect(await store.read((tx) => tx.experiences(1))).toStrictEqual([edited]);
  });

  it('leave their versions when they are deleted, newest first', async () => {
    const store = await open();
    const { name, status, steps, theme, target } = poll;
    const first: ExperienceVersion = {
      experienceId: 'poll',
      version: 1,
      ...{ name, status, steps, theme, target },
      at: noon,
      by: 'ada',
    };
    const second = { ...first, version: 2, status: 'live' as const };
    await store.write(async (tx) => {
      await tx.insertExperience(poll);
      await tx.insertExperienceVersion(1, first);
      await tx.insertExperienceVersion(1, second);
      expect(await tx.deleteExperience(1, 'poll')).toBe(true);
      expect(await tx.deleteExperience(1, 'poll')).toBe(false);
    });
    await store.read(async (tx) => {
      expect(await tx.experience(1, 'poll')).toBeUndefined();
      expect(await tx.experienceVersions(1, 'poll')).toStrictEqual([second, first]);
      expect(await tx.experienceVersions(2, 'poll')).toEqual([]);
    });
    await expect(store.write((tx) => tx.insertExperienceVersion(1, first))).rejects.toThrow();
  });
});
