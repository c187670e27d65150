import { expect, it } from 'vitest';
import type { Store, WriteTransaction } from '../../src/store/store.ts';
import { describeOnEngines } from './engines.ts';
import {
  addProject,
  draftImport,
  exported,
  importSettings,
  makeExperience,
  makeProfile,
  noon,
} from './samples.ts';

const segment = {
  ...{ id: 'payers', project: 1, version: 1, name: 'Payers', description: '' },
  conditions: { type: 'group', match: 'all', children: [] } as const,
  ...{ createdAt: noon, createdBy: 'ada', updatedAt: noon, updatedBy: 'ada' },
};
const tour = makeExperience({ id: 'tour' });

type Step = (tx: WriteTransaction) => Promise<unknown>;

const edits: Record<string, readonly Step[]> = {
  'a segment': [
    (tx) => tx.insertSegment(segment),
    (tx) => tx.updateSegment({ ...segment, version: 2 }, 1),
    (tx) => tx.deleteSegment(1, 'payers'),
  ],
  'an experience': [
    (tx) => tx.insertExperience(tour),
    (tx) => tx.updateExperience({ ...tour, version: 2 }, 1),
    (tx) => tx.deleteExperience(1, 'tour'),
  ],
  'a no-code event': [
    (tx) => tx.insertTrackedEvent(exported),
    (tx) => tx.updateTrackedEvent({ ...exported, version: 2 }, 1),
    (tx) => tx.deleteTrackedEvent(1, 'exported'),
  ],
  'an import': [
    (tx) => tx.insertImport(draftImport, importSettings),
    (tx) => tx.updateImport({ ...draftImport, number: 1, status: 'running' }),
    (tx) => tx.deleteImport(1),
  ],
};

const readRevision = (store: Store, project = 1) =>
  store.read((tx) => tx.definitionsRevision(project));

describeOnEngines('the revision of the definitions of a project', ({ open }) => {
  it.each(Object.entries(edits))(
    'grows with every change of %s, in that project',
    async (_, steps) => {
      const store = await open();
      await addProject(store);
      await addProject(store, 'other');
      let before = await readRevision(store);
      for (const step of steps) {
        await store.write(step);
        const after = await readRevision(store);
        expect(after).toBeGreaterThan(before);
        before = after;
      }
      expect(await readRevision(store, 2)).toBe(0);
    },
  );

  it('stays when an edit is refused or undone, and when people change', async () => {
    const store = await open();
    await addProject(store);
    await store.write((tx) => tx.insertSegment(segment));
    const before = await readRevision(store);
    await store.write((tx) => tx.updateSegment({ ...segment, version: 3 }, 2));
    await store.write((tx) => tx.putProfiles(1, [makeProfile(1)]));
    const undone = store.write(async (tx) => {
      await tx.deleteSegment(1, 'payers');
      expect(await tx.definitionsRevision(1)).toBeGreaterThan(before);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await readRevision(store)).toBe(before);
  });

  it('is 0 for a project that is not there', async () => {
    const store = await open();
    await store.write((tx) => tx.insertSegment(segment));
    expect(await readRevision(store)).toBe(0);
  });
});
