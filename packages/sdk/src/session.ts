/** A session as all tabs share it: whose, and when somebody last did something in it. */
export interface Session {
  as: string;
  lastAt: number;
}

/** A session ends after half an hour in which nothing was done. Midnight means nothing to it. */
const sessionIdleMs = 30 * 60_000;

/**
 * True while what happens `now` belongs to the session. A clock that was set back does not end a
 * session, unless by more than the idle time: a last moment far ahead would otherwise hold it open.
 */
export function continuesSession(session: Session | undefined, as: string, now: number): boolean {
  return session?.as === as && Math.abs(now - session.lastAt) < sessionIdleMs;
}
