import { expect, it } from 'vitest';
import { describeOnEngines } from './engines.ts';
import { addProject, noon } from './samples.ts';

const day = 86_400_000;

describeOnEngines('streams', ({ open }) => {
  it('keep the highest seq, and are each of one project', async () => {
    const store = await open();
    const shop = (await addProject(store)).number;
    const other = (await addProject(store, 'other')).number;
    await store.write(async (tx) => {
      await tx.putStreams(shop, [
        { id: 'one', seq: 3, heard: noon, keepHeard: false },
        { id: 'two', seq: 2 ** 53 - 1, heard: noon, keepHeard: false },
      ]);
      await tx.putStreams(shop, [
        { id: 'one', seq: 9, heard: noon + 5, keepHeard: true },
        { id: 'two', seq: 2 ** 53 - 1, heard: noon + 5, keepHeard: false },
      ]);
    });
    await store.read(async (tx) => {
      const found = await tx.streams(shop, ['two', 'none', 'one']);
      expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { id: 'one', seq: 9, heard: noon },
        { id: 'two', seq: 2 ** 53 - 1, heard: noon + 5 },
      ]);
      expect(await tx.streams(other, ['one', 'two'])).toEqual([]);
      expect(await tx.streams(shop, [])).toEqual([]);
    });
  });

  it('are forgotten oldest first, so many at a time', async () => {
    const store = await open();
    const { number } = await addProject(store);
    const ids = ['a', 'b', 'c', 'd'];
    const remaining = () =>
      store.read(async (tx) => (await tx.streams(number, ids)).map(({ id }) => id).sort());
    await store.write((tx) =>
      tx.putStreams(
        number,
        ids.map((id, age) => ({ id, seq: 1, heard: noon - age * day, keepHeard: false })),
      ),
    );
    expect(await store.write((tx) => tx.forgetStreams(noon - day, 1))).toBe(1);
    expect(await remaining()).toEqual(['a', 'b', 'c']);
    expect(await store.write((tx) => tx.forgetStreams(noon - day, 9))).toBe(1);
    expect(await remaining()).toEqual(['a', 'b']);
    expect(await store.write((tx) => tx.forgetStreams(noon - day, 9))).toBe(0);
  });

  it('message ids that were recorded in vain can be forgotten', async () => {
    const store = await open();
    const { number } = await addProject(store);
    await store.write(async (tx) => {
      await tx.keepNewMessageIds(number, ['kept', 'dropped', 'y'.repeat(80)]);
      await tx.forgetMessageIds(number, new Set(['dropped', 'y'.repeat(80), 'unknown']));
    });
    const again = await store.write((tx) =>
      tx.keepNewMessageIds(number, ['kept', 'dropped', 'y'.repeat(80)]),
    );
    expect(again).toEqual(new Set(['dropped', 'y'.repeat(80)]));
  });
});
