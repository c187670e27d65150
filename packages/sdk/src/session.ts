/** A session ends after half an hour in which nothing was done. Midnight means nothing to it. */
const idleMs = 30 * 60_000;

/**
 * True while what happens `now` belongs to the session as all tabs share it: whose it is, and when
 * somebody last did something in it. A clock that was set back does not end a session, unless by
 * more than the idle time: a last moment far ahead would otherwise hold it open.
 */
export function continuesSession(
  session: { as?: unknown; lastAt?: unknown },
  as: string,
  now: number,
): boolean {
  return session.as === as && Math.abs(now - Number(session.lastAt)) < idleMs;
}
