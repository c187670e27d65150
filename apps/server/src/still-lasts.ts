/**
 * Whether what was to last for `lastsMs`, until `until`, still does. A clock that has been put back ends it, or it would
 * last as much longer.
 */
export function stillLasts(until: number, lastsMs: number, now: number): boolean {
  return now < until && until <= now + lastsMs;
}
