import type { FillRandomly } from './create-id.ts';
import { createIdentity } from './identity.ts';
import type { Callback, Listeners } from './listeners.ts';
import { append, each } from './lists.ts';
import { NativePromise } from './native-promise.ts';
import type { Outbox } from './outbox.ts';
import type { OwnValuesStore } from './own-values.ts';
import type { SafeStorage } from './safe-storage.ts';
import { createSessions } from './sessions.ts';
import type { Reply, WireCommand } from './wire.ts';

/** When a command was called, and whom it is about: without an id, the present visitor. */
export interface Call {
  at: number;
  as?: string | undefined;
}

/** The visitor of a page. */
export type Visitor = ReturnType<typeof createVisitor>;

/** Who the visitor is, and everything said in her name. */
export function createVisitor(
  storage: SafeStorage,
  browserLanguage: () => string,
  fillRandomly: FillRandomly,
  values: OwnValuesStore,
  listeners: Listeners,
  outbox: () => Outbox,
  invoke: (callback: Callback, payload?: unknown) => void,
  onSaid: (isOther?: boolean) => void,
) {
  const identity = createIdentity(storage, fillRandomly);
  const { me } = identity;
  const sessions = createSessions(storage);
  let identified: Promise<unknown> | undefined;
  const callbacks: (() => void)[] = [];

  /** Of the callback that is running: whose identification has called it. */
  let speaker: string | undefined;

  /** Whether a call is about the present visitor. */
  const isPresent = ({ as }: Call) => !as || as === me.as;
  const touch = (at: number) => {
    if (!sessions.touch(me.as, at)) return;
    outbox().add(me.as, at, { type: 'session', language: browserLanguage() });
  };
  const refresh = () => {
    const { as } = me;
    const givenUp = identity.refresh();
    values.refresh(!givenUp && me.as !== as);
    if (!givenUp) return;
    sessions.rename(givenUp, me.as);
    outbox().rename(givenUp, me.as);
  };

  const callAs = (as: string, callback: Callback | undefined, error?: Error) => {
    speaker = as;
    if (callback) invoke(callback, error);
    speaker = undefined;
  };

  /**
   * Runs a page's callback once: when it is known what became of the identification, or when the
   * page goes before that, since what it sets would be lost with it. What it says is said of the
   * user who was identified, even if somebody else has been since.
   */
  const holdCallback = (callback: Callback | undefined, entry: { as: string }) => {
    let open = callback;
    const run = (error?: Error) => {
      const due = open;
      open = undefined;
      callAs(entry.as, due, error);
    };
    append(callbacks, run);
    return run;
  };

  const startIdentification = (
    userId: string,
    at: number,
    callback: Callback | undefined,
    signature: string | undefined,
  ) =>
    new NativePromise<string | undefined>((resolve) => {
      const isSwitch = me.userId !== null && me.userId !== userId;
      if (isSwitch) {
        identity.renew(userId);
        values.clear();
      } else {
        touch(at);
        identity.set({ userId, isSure: false });
      }
      const command: WireCommand = { type: 'identify', userId, signature };
      const entry = outbox().add(me.as, at, command, (outcome) => {
        if (outcome.userId === userId && !outcome.rejection) {
          listeners.emit('user:identified', { userId });
          finish();
          resolve(userId);
          return;
        }
        if (me.userId === userId && !me.isSure) identity.set({ userId: null });
        finish(new Error(outcome.rejection?.message ?? 'it is another user'));
        resolve(undefined);
      });
      const finish = holdCallback(callback, entry);
      if (isSwitch) touch(at);
      onSaid(true);
    });

  return {
    as: () => me.as,
    /** The user id, as soon as it is known what became of the last identification. */
    async userId(): Promise<string | null> {
      await identified;
      return me.userId;
    },
    /** Of the running callback: whom a call made in it is about. */
    speaker: () => speaker,
    isPresent,
    /** Says something about her; what begins a session says so before. */
    say(command: WireCommand, call: Call) {
      if (isPresent(call)) touch(call.at);
      outbox().add(call.as ?? me.as, call.at, command);
      onSaid();
    },
    /** Merges an anonymous visitor into the user, or switches to that user. */
    identify(userId: string, at: number, callback?: Callback, signature?: string) {
      refresh();
      if (me.userId === userId && me.isSure) {
        listeners.emit('user:identified', { userId });
        callAs(me.as, callback);
        return userId;
      }
      identified = startIdentification(userId, at, callback, signature);
      return identified;
    },
    /** Logs out: from now on she is a new anonymous visitor. */
    reset() {
      identity.renew(null);
      values.clear();
      onSaid(true);
    },
    /** Takes over what other tabs have made of her. */
    refresh,
    /** The page goes: the callbacks that still wait are run, so that what they set is kept. */
    leave: () => each(callbacks, (run) => run()),
    /** Before something is sent: tabs that opened at once agree on one id. */
    settle() {
      refresh();
      identity.markSaid();
    },
    onUsers(users: Reply['users']) {
      const userId = users[me.as];
      // A claim that waits for its answer stands until then, whatever else is answered before.
      const isKept = userId === me.userId ? me.isSure : me.userId !== null && !me.isSure;
      if (userId === undefined || isKept) return;
      identity.set({ userId, isSure: userId !== null });
    },
    /** This id is somebody else's: the rest is said with a new one. */
    onConflict(as: string, userId: string, createId: () => string): string {
      if (as !== me.as) return createId();
      identity.renew(userId);
      sessions.rename(as, me.as);
      return me.as;
    },
  };
}
