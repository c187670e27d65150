import { expect, it } from 'vitest';
import { describeOnEngines } from './engines.ts';

describeOnEngines('sizes of segments', ({ open }) => {
  it('are kept once a day and go with the segment', async () => {
    const store = await open();
    const size = (segmentId: string, day: string, count: number) => ({ segmentId, day, count });
    await store.write(async (tx) => {
      await tx.insertSegmentSizes(1, [size('a', '2026-03-30', 2), size('a', '2026-03-29', 1)]);
      await tx.insertSegmentSizes(1, [size('a', '2026-03-29', 9), size('b', '2026-03-29', 5)]);
      await tx.insertSegmentSizes(2, [size('a', '2026-03-29', 7)]);
    });
    await store.read(async (tx) => {
      expect(await tx.segmentSizes(1, 'a', '2026-03-29')).toStrictEqual([
        size('a', '2026-03-29', 1),
        size('a', '2026-03-30', 2),
      ]);
      expect(await tx.segmentSizes(1, 'a', '2026-03-30')).toHaveLength(1);
      expect(await tx.sizedSegments(1, '2026-03-29')).toEqual(new Set(['a', 'b']));
    });
    await store.write((tx) => tx.deleteSegment(1, 'a'));
    expect(await store.read((tx) => tx.sizedSegments(1, '2026-03-29'))).toEqual(new Set(['b']));
    expect(await store.read((tx) => tx.segmentSizes(2, 'a', ''))).toHaveLength(1);
  });
});
