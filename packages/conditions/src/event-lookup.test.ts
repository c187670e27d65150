import { expect, test } from 'vitest';
import { did, occurrence } from '../test/build-person.ts';

const events = did(
  occurrence('e', 3),
  occurrence('f', 2),
  { ...occurrence('e', 2), source: 'app' },
  occurrence('e', 1),
  occurrence('e', 2),
  occurrence('e', 2),
);

function timestamps(from?: number, until?: number): number[] {
  return events.find('api', 'e', from, until).map(({ timestamp }) => timestamp);
}

test('a search is by source, name and half-open interval', () => {
  expect(timestamps()).toEqual([1, 2, 2, 3]);
  expect(timestamps(2)).toEqual([2, 2, 3]);
  expect(timestamps(undefined, 3)).toEqual([1, 2, 2]);
  expect(timestamps(2, 3)).toEqual([2, 2]);
  expect(timestamps(3, 2)).toEqual([]);
  expect(events.find('app', 'e', undefined, undefined)).toHaveLength(1);
  expect(events.find('posthog', 'e', undefined, undefined)).toEqual([]);
  expect(events.find('api', 'constructor', undefined, undefined)).toEqual([]);
});
