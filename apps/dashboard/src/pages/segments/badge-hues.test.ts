import { expect, test } from 'vitest';
import { hueOfColor } from './badge-hues.ts';

// Hues of the primaries as CSS Color 4 gives them.
test.each([
  ['#ff0000', 29],
  ['#00ff00', 142],
  ['#0000ff', 264],
  ['#ffff00', 110],
])('the hue of %s is %d', (hex, hue) => {
  expect(Math.round(hueOfColor(hex))).toBe(hue);
});

test('a name is looked up, and what has no hue gets the usual one', () => {
  expect(hueOfColor('green')).toBe(152);
  expect(hueOfColor('#808080')).toBe(hueOfColor(undefined));
  expect(hueOfColor('unheard-of')).toBe(hueOfColor(undefined));
});
