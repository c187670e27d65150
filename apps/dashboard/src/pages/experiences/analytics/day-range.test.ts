import { expect, test } from 'vitest';
import { toDates, whyNotAsked } from './day-range.ts';

const now = Date.parse('2026-03-29T22:30:00Z');

test('The last days end with today, where the project is', () => {
  const range = { type: 'last', days: 7 } as const;
  expect(toDates(range, now, 'UTC')).toEqual({ from: '2026-03-23', to: '2026-03-29' });
  expect(toDates(range, now, 'Europe/Paris')).toEqual({ from: '2026-03-24', to: '2026-03-30' });
});

test('Days that cannot be asked about say why', () => {
  expect(whyNotAsked({ from: '2026-03-29', to: '2026-03-29' })).toBeUndefined();
  expect(whyNotAsked({ from: '', to: '2026-03-29' })).toMatch(/Choose/);
  expect(whyNotAsked({ from: '2026-03-30', to: '2026-03-29' })).toMatch(/after/);
  expect(whyNotAsked({ from: '2020-01-01', to: '2026-03-29' })).toMatch(/three years/);
});
