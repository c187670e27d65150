import { expect, test } from 'vitest';
import { formatRelativeTime } from './format-time.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, 'now'],
  [-20_000, 'now'],
  [-minute, '1 minute ago'],
  [-44 * minute, '44 minutes ago'],
  [-50 * minute, '1 hour ago'],
  [-21 * hour, '21 hours ago'],
  [-day, 'yesterday'],
  [-6 * day, '6 days ago'],
  [-20 * day, '6 Nov'],
  [-400 * day, '22 Oct 2025'],
  [2 * hour, 'in 2 hours'],
  [day, 'tomorrow'],
  [30 * day, '26 Dec'],
])('%d ms from now is %j', (distance, words) => {
  expect(formatRelativeTime(now + distance, now, 'en-GB')).toBe(words);
});
