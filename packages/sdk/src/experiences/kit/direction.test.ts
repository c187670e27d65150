import { expect, it } from 'vitest';
import { directionOf } from './direction.ts';

it.each([
  ['Hello שלום', 'ltr'],
  ['12 – שלום hello', 'rtl'],
  ['🎉 مرحبا', 'rtl'],
  ['こんにちは', 'ltr'],
  ['Привет', 'ltr'],
  ['42 🎉 !', undefined],
  ['', undefined],
])('finds the first letter that says the direction of %o', (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
