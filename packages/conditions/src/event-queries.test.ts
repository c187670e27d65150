import { expect, test } from 'vitest';
import {
  all,
  any,
  context,
  event,
  is,
  not,
  planOf,
  segment,
  segments,
} from '../test/build-tree.ts';
import { eventQueries, eventQueriesForChange } from './event-queries.ts';
import { resolve } from './resolve.ts';
import type { EventCondition, Window } from './tree.ts';

const e = { source: 'api', name: 'e' } as const;
const noon = Date.UTC(2026, 5, 15, 12);
const day = 86_400_000;

function within(window: Window): EventCondition {
  return event('e', { window });
}

test('each event is asked for once, with the interval that holds its windows', () => {
  const lastDay = within({ operator: 'inLast', amount: 1, unit: 'day' });
  const lastWeek = within({ operator: 'inLast', amount: 1, unit: 'week' });
  const plan = planOf(all(lastDay, any(not(lastWeek), is('a', 'x')), event('f')));
  expect(eventQueries(plan)).toEqual([
    { ...e, from: noon - 7 * day + 1, until: noon + 1 },
    { source: 'api', name: 'f' },
  ]);
});

test('windows far apart are two queries, windows that touch are one', () => {
  const before = within({ operator: 'before', at: '2026-01-01' });
  const first = within({ operator: 'between', from: '2026-01-01', to: '2026-01-01' });
  const after = within({ operator: 'after', at: '2026-06-01' });
  const january = Date.UTC(2026, 0, 1);
  const june = Date.UTC(2026, 5, 2);
  expect(eventQueries(planOf(all(after, before)))).toEqual([
    { ...e, until: january },
    { ...e, from: june },
  ]);
  expect(eventQueries(planOf(all(first, before)))).toEqual([{ ...e, until: january + day }]);
  expect(eventQueries(planOf(all(after, before, event('e'))))).toEqual([e]);
});

test('the same name of another source is another event', () => {
  const plan = planOf(all(event('e'), event('e', { source: 'app' })));
  expect(eventQueries(plan)).toEqual([e, { ...e, source: 'app' }]);
});

test('segments are looked into, and several plans asked at once', () => {
  const saved = segments({ s: all(event('f')) });
  const plan = planOf(all(segment('s'), segment('s')), { segments: saved });
  expect(eventQueries(plan, planOf(all(event('e'))))).toEqual([{ ...e, name: 'f' }, e]);
});

test('a window without an instant in it and an invalid plan need no events', () => {
  // In a zone west of both, the first end is before the second; in UTC it is after it.
  const empty = within({ operator: 'between', from: '2026-01-01T05:00Z', to: '2026-01-01T04:00' });
  expect(eventQueries(planOf(all(empty)))).toEqual([]);
  expect(eventQueries(resolve(all(event('e'), segment('gone')), context()))).toEqual([]);
});

test('to know what will change, what is yet to enter a moving window is asked for too', () => {
  const last = within({ operator: 'inLast', amount: 1, unit: 'day' });
  const ago = within({ operator: 'moreThanAgo', amount: 1, unit: 'day' });
  const fixed = within({ operator: 'before', at: '2026-01-01' });
  expect(eventQueriesForChange(planOf(all(last)))).toEqual([{ ...e, from: noon - 3 * day + 1 }]);
  expect(eventQueriesForChange(planOf(all(ago)))).toEqual([e]);
  expect(eventQueriesForChange(planOf(all(fixed)))).toEqual(eventQueries(planOf(all(fixed))));
});
