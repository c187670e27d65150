import type { SafeStorage } from './safe-storage.ts';
import { continuesSession } from './session.ts';

const name = 'session';
/** Storage is not read and written again for each of many commands at a time. */
const accuracyMs = 1000;

/**
 * The session that the tabs of a browser share: whose it is, and when something was last done in it.
 * Of tabs that open at one moment each may begin it: the server counts one.
 */
export function createSessions(storage: SafeStorage) {
  let lastAs: string | undefined;
  let lastAt = 0;
  return {
    /** Notes that something is done; true when it begins a session. */
    touch(as: string, now: number): boolean {
      if (lastAs === as && Math.abs(now - lastAt) < accuracyMs) return false;
      const isNew = !continuesSession(storage.read(name), as, now);
      lastAs = as;
      lastAt = now;
      storage.write(name, { as, lastAt });
      return isNew;
    },
    /** The same session goes on under another id of the same browser. */
    rename(from: string, to: string) {
      if (storage.read(name).as === from) storage.write(name, { as: to, lastAt });
      lastAs = undefined;
    },
  };
}
