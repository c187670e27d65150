import { describe, expect, it } from 'vitest';
import type { ImportChange, ImportRow } from '../../src/store/import-rows.ts';
import { describeOnEngines } from './engines.ts';
import { noon as at, draftImport as draft, importSettings as settings } from './samples.ts';

describeOnEngines('imports in the store', ({ open }) => {
  it('are kept with their settings, which the list does not read', async () => {
    const store = await open();
    const row = await store.write((tx) => tx.insertImport(draft, settings));
    expect(row).toStrictEqual({ ...draft, number: row.number });
    await store.write((tx) => tx.insertImport({ ...draft, id: 'other', project: 2 }, settings));
    await store.read(async (tx) => {
      expect(await tx.imports(1)).toStrictEqual([row]);
      expect(await tx.import(1, 'an-import')).toStrictEqual(row);
      expect(await tx.import(2, 'an-import')).toBeUndefined();
      expect(await tx.importSettings(row.number)).toStrictEqual(settings);
    });
    const running: ImportRow = { ...row, status: 'running', startedAt: at };
    await store.write((tx) => tx.updateImport(running));
    const done = { ...settings, warnings: ['odd'] };
    await store.write((tx) => tx.updateImport({ ...running, status: 'done', endedAt: at }, done));
    await store.read(async (tx) => {
      expect((await tx.imports(1)).map(({ status }) => status)).toEqual(['done']);
      expect(await tx.importSettings(row.number)).toStrictEqual(done);
    });
    await store.write((tx) => tx.deleteImport(row.number));
    expect(await store.read((tx) => tx.imports(1))).toEqual([]);
  });

  it('refuse an id that is taken, in whatever project', async () => {
    const store = await open();
    await store.write((tx) => tx.insertImport(draft, settings));
    const again = store.write((tx) => tx.insertImport({ ...draft, project: 2 }, settings));
    await expect(again).rejects.toThrow();
  });

  it('know how far they are, and what was refused', async () => {
    const store = await open();
    const { number } = await store.write((tx) => tx.insertImport(draft, settings));
    const none = await store.read((tx) => tx.importProgress(number));
    expect(Object.values(none).every((count) => count === 0)).toBe(true);
    const progress = { ...none, row: 3, created: 2, refused: 1, issues: 1 };
    const issue = { column: 'plan', value: 'a\u0000"', reason: 'No.', scope: 'cell' } as const;
    await store.write(async (tx) => {
      await tx.putImportProgress(number, { ...progress, row: 2 });
      await tx.putImportProgress(number, progress);
      await tx.insertImportIssues(number, []);
      await tx.insertImportIssues(number, [
        { row: 1, ...issue },
        { row: 2, ...issue },
      ]);
      await tx.insertImportIssues(number, [{ row: 3, ...issue }]);
      await tx.insertImportIssues(number + 1, [{ row: 9, ...issue }]);
    });
    await store.read(async (tx) => {
      expect(await tx.importProgress(number)).toStrictEqual(progress);
      expect(await tx.importProgresses(1)).toStrictEqual(new Map([[number, progress]]));
      expect(await tx.importProgresses(2)).toStrictEqual(new Map());
      expect((await tx.importIssues(number, 0)).map(({ row }) => row)).toEqual([1, 2, 3]);
      expect(await tx.importIssues(number, 2)).toStrictEqual([{ row: 3, ...issue }]);
      expect(await tx.importIssues(number, 3)).toEqual([]);
    });
    await store.write((tx) => tx.forgetImport(number));
    expect(await store.read((tx) => tx.importIssues(number, 0))).toEqual([]);
    expect(await store.read((tx) => tx.importProgress(number))).toStrictEqual(progress);
  });

  describe('what they did', () => {
    const created: ImportChange = { type: 'created' };
    const updated: ImportChange = {
      type: 'updated',
      native: { name: { value: 'Ada', source: 'API', at }, email: null },
      attributes: new Map([
        ['__proto__', { value: ['a', 1], source: 'SDK', at }],
        ['gone', { value: null, source: 'SDK', at }],
        ['new', null],
      ]),
    };

    it('comes back as it was, by user and by import', async () => {
      const store = await open();
      const { number } = await store.write((tx) => tx.insertImport(draft, settings));
      const changes = [
        { import: number, number: 7, change: created },
        { import: number, number: 3, change: updated },
      ];
      await store.write((tx) => tx.putImportChanges(changes));
      await store.read(async (tx) => {
        expect(await tx.scanImportChanges(number, 0, 10)).toMatchObject([
          { number: 3, change: updated },
          { number: 7, change: created },
        ]);
        expect(await tx.scanImportChanges(number, 3, 10)).toHaveLength(1);
        const pairs = [3, 4, 7].map((user) => ({ import: number, number: user }));
        expect(await tx.importChanges(pairs)).toHaveLength(2);
        expect(await tx.importChanges([])).toEqual([]);
      });
      await store.write(async (tx) => {
        await tx.putImportChanges([{ import: number, number: 3, change: created }]);
        await tx.deleteImportChanges(number, [7, 8]);
        await tx.deleteImportChanges(number, []);
      });
      expect(await store.read((tx) => tx.scanImportChanges(number, 0, 10))).toEqual([
        { import: number, number: 3, change: created },
      ]);
    });

    it('goes with a user who is erased, and moves with one who is merged', async () => {
      const store = await open();
      const one = await store.write((tx) => tx.insertImport(draft, settings));
      const two = await store.write((tx) => tx.insertImport({ ...draft, id: 'two' }, settings));
      const elsewhere = await store.write((tx) =>
        tx.insertImport({ ...draft, id: 'three', project: 2 }, settings),
      );
      await store.write((tx) =>
        tx.putImportChanges([
          { import: one.number, number: 1, change: updated },
          { import: one.number, number: 2, change: created },
          { import: two.number, number: 1, change: updated },
          { import: two.number, number: 5, change: updated },
          { import: elsewhere.number, number: 1, change: created },
        ]),
      );
      await store.write(async (tx) => {
        await tx.mergeInto(1, 1, 2);
        await tx.erase(1, 5);
      });
      await store.read(async (tx) => {
        expect(await tx.scanImportChanges(one.number, 0, 10)).toMatchObject([
          { number: 2, change: created },
        ]);
        expect(await tx.scanImportChanges(two.number, 0, 10)).toMatchObject([
          { number: 2, change: updated },
        ]);
        expect(await tx.scanImportChanges(elsewhere.number, 0, 10)).toHaveLength(1);
      });
    });
  });
});
