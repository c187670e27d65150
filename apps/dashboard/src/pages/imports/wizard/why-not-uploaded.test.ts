import { expect, test } from 'vitest';
import { whyNotUploaded } from './why-not-uploaded.ts';

const limit = 50 * 1024 ** 2;
const people = { name: 'people.csv', size: 1000 };

test.each([
  ['nothing', [], 'That was not a file.'],
  ['two files', [people, people], 'One file at a time: each is an import of its own.'],
  ['an empty file', [{ name: 'none.csv', size: 0 }], '“none.csv” is empty, or a folder.'],
  [
    'a file beyond the limit',
    [{ name: 'all.csv', size: 2 * limit }],
    '“all.csv” has 100 MB: more than the 50 MB that a file may have. Split it, or let whoever runs the server raise the limit.',
  ],
])('%s is refused before it is sent', (_, files, reason) => {
  expect(whyNotUploaded(files, limit)).toBe(reason);
});

test('Anything else is for the server to judge', () => {
  expect(whyNotUploaded([people], limit)).toBeUndefined();
  expect(whyNotUploaded([{ name: 'book.xlsx', size: limit }], limit)).toBeUndefined();
  expect(whyNotUploaded([{ name: 'all.csv', size: 2 * limit }], undefined)).toBeUndefined();
});
