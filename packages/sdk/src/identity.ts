import { createId, type FillRandomly, isId } from './create-id.ts';
import { isRecord, parseJson, writeJson } from './json.ts';
import type { SafeStorage } from './safe-storage.ts';

/** Who this browser is: its own id, and the user that it says it is. */
export interface Identity {
  as: string;
  userId: string | null;
  /** The server has said so too. */
  isSure: boolean;
}

const name = 'identity';

/**
 * The identity of one page, remembered in the browser. A page keeps the one that it began with until
 * it changes it itself, since what a page shows and says is about the person it was opened by; what
 * other tabs learn about the same id is taken over.
 */
export function createIdentity(storage: SafeStorage, fillRandomly: FillRandomly) {
  const renew = (userId: string | null): Identity => ({
    as: createId(fillRandomly),
    userId,
    isSure: false,
  });
  let current = read(storage) ?? renew(null);
  // Two tabs that open at once on a new browser would be two anonymous users.
  let isUnsaid = read(storage) === undefined;
  const save = () => storage.set(name, writeJson({ ...current }));
  save();

  return {
    current: () => current,
    /** Takes over what another tab has learnt about this same id. */
    refresh() {
      const stored = read(storage);
      if (stored?.as === current.as) current = stored;
    },
    /** Begins as the browser is now, as a page does that comes back after others were open. */
    restart() {
      current = read(storage) ?? current;
    },
    /** A new id: a switch to somebody else, or with `null` a logout. */
    renew(userId: string | null) {
      current = renew(userId);
      isUnsaid = false;
      save();
    },
    set(change: Partial<Identity>) {
      current = { ...current, ...change };
      save();
    },
    /**
     * Before anything has been sent with a new id: if another tab made one at the same moment, takes
     * that. Returns the id given up.
     */
    settle(): string | undefined {
      const stored = read(storage);
      const own = current;
      const isOther = isUnsaid && stored && stored.as !== own.as;
      isUnsaid = false;
      if (!isOther || (own.userId !== null && own.userId !== stored.userId)) return undefined;
      current = stored;
      return own.as;
    },
  };
}

function read(storage: SafeStorage): Identity | undefined {
  const stored = parseJson(storage.get(name));
  if (!isRecord(stored) || !isId(stored.as)) return undefined;
  const userId = typeof stored.userId === 'string' ? stored.userId : null;
  return { as: stored.as, userId, isSure: stored.isSure === true };
}
