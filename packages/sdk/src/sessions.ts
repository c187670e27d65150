import type { SafeStorage } from './safe-storage.ts';
import { continuesSession } from './session.ts';

const name = 'session';
/** Storage is not read and written again for each of many commands at a time. */
const accuracyMs = 1000;

/**
 * The session that the tabs of a browser share: whose it is, when something was last done in it, and
 * which page began it.
 */
export function createSessions(storage: SafeStorage, page: string) {
  let lastAs: string | undefined;
  let lastAt = 0;
  return {
    /** Notes that something is done; true when it begins a session. */
    touch(as: string, now: number): boolean {
      if (lastAs === as && Math.abs(now - lastAt) < accuracyMs) return false;
      const stored = storage.read(name);
      const isNew = !continuesSession(stored, as, now);
      lastAs = as;
      lastAt = now;
      storage.write(name, { as, lastAt, page: isNew ? page : `${stored.page}` });
      return isNew;
    },
    /** False when another page began it at the same moment, and was the last to say so. */
    isBegunHere(as: string): boolean {
      const stored = storage.read(name);
      return stored.as !== as || stored.page === page;
    },
    /** The same session goes on under another id of the same browser. */
    rename(from: string, to: string) {
      const { as, page } = storage.read(name);
      if (as === from) storage.write(name, { as: to, lastAt, page: `${page}` });
      lastAs = undefined;
    },
  };
}
