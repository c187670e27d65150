import { expect, test } from 'vitest';
import { inBatches } from './in-batches.ts';

test('everything is run once, in order, and the answers are added up', async () => {
  const batches: (readonly number[])[] = [];
  const sum = await inBatches([1, 2, 3, 4, 5], 2, async (batch) => {
    batches.push(batch);
    return batch.length;
  });
  expect([batches, sum]).toEqual([[[1, 2], [3, 4], [5]], 5]);
});

test('what fails ends it', async () => {
  const batches: (readonly number[])[] = [];
  const run = inBatches([1, 2, 3], 1, async (batch) => {
    batches.push(batch);
    if (batch[0] === 2) throw new Error('refused');
    return 1;
  });
  await expect(run).rejects.toThrow('refused');
  expect(batches).toEqual([[1], [2]]);
});
