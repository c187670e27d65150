import { expect, test } from 'vitest';
import { toMoved } from '../../src/modules/membership/moved.ts';
import type { Change } from '../../src/store/store.ts';

const profiles = (...numbers: number[]): Change => ({ type: 'profiles', project: 1, numbers });
const events = (...numbers: number[]): Change => ({
  type: 'events',
  project: 1,
  events: numbers.map((number) => ({
    ...{ number, source: 'api', name: 'buy', timestamp: 0, messageId: '' },
    properties: new Map(),
  })),
});
const log = (...changes: Change[]) => ({
  logged: changes.map((change, i) => ({ position: 10 + i, change })),
  isRedefined: false,
});
const transition = (number: number, by: 'data' | 'time') => ({
  ...{ segmentId: 'pro', number, hasEntered: true, at: 0, by },
});

test('who has moved, and by which change', () => {
  expect(toMoved([], log(profiles(1, 2, 2), events(3, 3)))).toBeUndefined();
  const moved = toMoved([transition(1, 'data'), transition(2, 'time')], log(profiles(1, 2)));
  expect([...(moved?.numbers ?? [])]).toEqual([
    [1, 10],
    [2, Number.POSITIVE_INFINITY],
  ]);
});

test('who has changed twice may have been there and back', () => {
  const moved = toMoved([], log(profiles(1, 2), profiles(3), events(2)));
  expect([...(moved?.numbers ?? [])]).toEqual([[2, 12]]);
});

test('an edit may concern everybody', () => {
  expect(toMoved([], { logged: [], isRedefined: true })?.isEverybody).toBe(true);
});

test('who is merged, and who is no more', () => {
  const moved = toMoved(
    [],
    log({ type: 'merge', project: 1, from: 1, to: 2 }, { type: 'erase', project: 1, number: 3 }),
  );
  expect([...(moved?.merges ?? [])]).toEqual([[1, 2]]);
  expect([...(moved?.erased ?? [])]).toEqual([3]);
});
