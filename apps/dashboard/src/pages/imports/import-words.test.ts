import { expect, test } from 'vitest';
import { describeCounts, describeProgress, formatBytes } from './import-words.ts';

const none = { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 };

test('Counts say what happened, and nothing of what did not', () => {
  expect(describeCounts({ ...none, created: 7000, refused: 43 })).toBe(
    '7,000 created · 43 refused',
  );
  expect(describeCounts({ ...none, updated: 1, unchanged: 2, skipped: 3 })).toBe(
    '1 updated · 2 unchanged · 3 left out',
  );
  expect(describeCounts(none)).toBe('no rows');
});

test('Progress is said in rows', () => {
  expect(describeProgress({ rows: 3500, ofRows: 7043 })).toBe('3,500 of 7,043 rows');
  expect(describeProgress({ rows: 0, ofRows: 1 })).toBe('0 of 1 row');
});

test.each([
  [0, '0 bytes'],
  [1023, '1,023 bytes'],
  [1024, '1 kB'],
  [977_501, '955 kB'],
  [1.5 * 1024 ** 2, '1.5 MB'],
  [50 * 1024 ** 2, '50 MB'],
  [3 * 1024 ** 4, '3,072 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
