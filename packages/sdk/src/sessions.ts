import { isRecord, parseJson, writeJson } from './json.ts';
import type { SafeStorage } from './safe-storage.ts';
import { continuesSession, type Session } from './session.ts';

const name = 'session';
/** Storage is not read and written again for each of many commands at a time. */
const accuracyMs = 1000;

/** The session that the tabs of a browser share. */
export function createSessions(storage: SafeStorage) {
  let last: Session | undefined;
  return {
    /** Notes that something is done; true when it begins a session. */
    touch(as: string, now: number): boolean {
      if (last?.as === as && now >= last.lastAt && now - last.lastAt < accuracyMs) return false;
      const isNew = !continuesSession(read(storage), as, now);
      last = { as, lastAt: now };
      storage.set(name, writeJson({ ...last }));
      return isNew;
    },
    /** The same session goes on under another id of the same browser. */
    rename(from: string, to: string) {
      const session = read(storage);
      if (session?.as !== from) return;
      last = undefined;
      storage.set(name, writeJson({ ...session, as: to }));
    },
  };
}

function read(storage: SafeStorage): Session | undefined {
  const stored = parseJson(storage.get(name));
  if (!isRecord(stored) || typeof stored.as !== 'string' || typeof stored.lastAt !== 'number') {
    return undefined;
  }
  return { as: stored.as, lastAt: stored.lastAt };
}
