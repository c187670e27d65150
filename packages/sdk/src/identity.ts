import { createId, type FillRandomly, isId } from './create-id.ts';
import type { SafeStorage } from './safe-storage.ts';

const name = 'identity';

/**
 * Who the browser is: `as`, its own id; `userId`, who it says it is; `isSure`, whether the server
 * has said so too. All tabs share it: a login or logout in one is one in the others.
 */
export function createIdentity(storage: SafeStorage, fillRandomly: FillRandomly) {
  const me = { as: '', userId: null as string | null, isSure: false };
  // Two tabs that open at once in a new browser would be two anonymous users.
  let isUnsaid = false;

  const save = () => storage.write(name, { ...me });
  const set = (changes: Partial<typeof me>) => {
    Object.assign(me, changes);
    save();
  };
  const renew = (userId: string | null) =>
    set({ as: createId(fillRandomly), userId, isSure: false });
  /** Takes over what is stored; false when there is nothing whole, or we claim to be another user. */
  const load = (claimed: string | null): boolean => {
    const { as, userId, isSure } = storage.read(name);
    const isTaken = isId(as) && (claimed === null || claimed === userId);
    if (isTaken) {
      const known = typeof userId === 'string' ? userId : null;
      Object.assign(me, { as, userId: known, isSure: isSure === true });
    }
    return isTaken;
  };
  if (!load(null)) {
    renew(null);
    isUnsaid = true;
  }

  return {
    me,
    /** Changes it, for all tabs. */
    set,
    /** A new id: a switch to somebody else, or with `null` a logout. */
    renew,
    /**
     * Takes over what other tabs have made of it. Returns the id that is given up when that was a
     * new one with which nothing has been sent.
     */
    refresh(): string | undefined {
      const { as } = me;
      load(isUnsaid ? me.userId : null);
      return isUnsaid && me.as !== as ? as : undefined;
    },
    /** The present id is going to be sent: whatever other tabs have made at the same moment, it holds. */
    markSaid() {
      if (isUnsaid) save();
      isUnsaid = false;
    },
  };
}
