import { describe, expect, it } from 'vitest';
import { toInstant, toWallTime } from './wall-time.ts';

const cases = [
  ['2026-11-26T10:00', 'UTC', '2026-11-26T10:00:00.000Z'],
  ['2026-11-26T00:00', 'Europe/Paris', '2026-11-25T23:00:00.000Z'],
  ['2026-07-01T00:30', 'Asia/Kolkata', '2026-06-30T19:00:00.000Z'],
  ['2026-12-31T23:59', 'Pacific/Auckland', '2026-12-31T10:59:00.000Z'],
] as const;

describe('The wall time of an instant', () => {
  it.each(cases)('%s in %s is %s, and back', (wall, zone, instant) => {
    expect(toInstant(wall, zone)).toBe(instant);
    expect(toWallTime(instant, zone)).toBe(wall);
  });

  it('moves on where the clocks skip an hour', () => {
    const instant = toInstant('2026-03-29T02:30', 'Europe/Paris') ?? '';
    expect(toWallTime(instant, 'Europe/Paris')).toBe('2026-03-29T03:30');
  });

  it('is nothing while the field is not filled in', () => {
    expect(toInstant('', 'UTC')).toBeUndefined();
    expect(toInstant('2026-11', 'UTC')).toBeUndefined();
  });
});
