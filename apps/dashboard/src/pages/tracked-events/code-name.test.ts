import { expect, test } from 'vitest';
import { toCodeName } from './code-name.ts';

test.each([
  ['Export clicked!', 'export_clicked'],
  ['  Été à Paris ', 'ete_a_paris'],
  ['2nd step', 'nd_step'],
  ['日本', ''],
  ['x'.repeat(120), 'x'.repeat(100)],
])('the code name of %j is %j', (name, codeName) => {
  expect(toCodeName(name)).toBe(codeName);
});
