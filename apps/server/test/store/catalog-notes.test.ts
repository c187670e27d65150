import type { CatalogSubject } from '@muster/protocol';
import { expect, it } from 'vitest';
import { describeOnEngines } from './engines.ts';

describeOnEngines('notes of the catalog', ({ open }) => {
  it('are one of each subject, whatever it is called, and go when they say nothing', async () => {
    const store = await open();
    const long = '\u0000🎉'.repeat(100);
    const subjects: CatalogSubject[] = [
      { type: 'attribute', source: 'custom', key: 'plan' },
      { type: 'attribute', source: 'trait', key: 'plan' },
      { type: 'event', source: 'api', name: `${long.repeat(2)}'"` },
      { type: 'property', source: 'api', name: 'plan', key: long },
      { type: 'property', source: 'api', name: long, key: 'plan' },
    ];
    const noteOf = (subject: CatalogSubject) => ({ subject, hidden: true, description: long });
    await store.write(async (tx) => {
      for (const subject of subjects) await tx.putCatalogNote(1, noteOf(subject));
      await tx.putCatalogNote(2, {
        ...noteOf(subjects[0] as CatalogSubject),
        description: 'Theirs',
      });
    });
    const kept = await store.read((tx) => tx.catalogNotes(1));
    expect(kept).toHaveLength(subjects.length);
    expect(kept).toEqual(expect.arrayContaining(subjects.map(noteOf)));
    await store.write(async (tx) => {
      for (const subject of subjects.slice(1)) {
        await tx.putCatalogNote(1, { subject, hidden: false, description: '' });
      }
      await tx.putCatalogNote(1, { ...noteOf(subjects[0] as CatalogSubject), hidden: false });
    });
    expect(await store.read((tx) => tx.catalogNotes(1))).toEqual([
      { subject: subjects[0], hidden: false, description: long },
    ]);
    expect(await store.read((tx) => tx.catalogNotes(2))).toMatchObject([{ description: 'Theirs' }]);
  });
});
