import type { FillRandomly } from './create-id.ts';
import { createIdentity } from './identity.ts';
import type { Callback, Listeners } from './listeners.ts';
import { NativePromise } from './native-promise.ts';
import type { Outbox } from './outbox.ts';
import type { OwnValuesStore } from './own-values.ts';
import type { SafeStorage } from './safe-storage.ts';
import { createSessions } from './sessions.ts';
import type { Reply, WireCommand } from './wire.ts';

/** What the visitor's part needs of the others. */
export interface VisitorHost {
  storage: SafeStorage;
  browserLanguage: () => string;
  fillRandomly: FillRandomly;
  values: OwnValuesStore;
  listeners: Listeners;
  /** Made after the visitor, who is asked by it. */
  outbox: () => Outbox;
  call: (callback: Callback, payload?: unknown) => void;
  /** Something has been said of the visitor that may change her segments. */
  onSaid: () => void;
}

/** Who the visitor is, and everything said in her name. */
export function createVisitor(host: VisitorHost) {
  const identity = createIdentity(host.storage, host.fillRandomly);
  const sessions = createSessions(host.storage);
  let lastIdentified: Promise<unknown> | undefined;
  let openCallbacks: (() => void)[] = [];

  const touch = (at: number) => {
    const { as } = identity.current();
    if (sessions.touch(as, at))
      host.outbox().add(as, at, { type: 'session', language: host.browserLanguage() });
  };

  /** Runs a page's callback once: when it is known what became of the identification, or when the
   * page goes before that, since what it sets would be lost with it. */
  const holdCallback = (callback: Callback | undefined) => {
    let isOpen = true;
    const run = (error?: Error) => {
      if (isOpen && callback) host.call(callback, error);
      isOpen = false;
    };
    openCallbacks[openCallbacks.length] = () => run();
    return run;
  };

  const startIdentification = (
    userId: string,
    at: number,
    callback?: Callback,
    signature?: string,
  ) =>
    new NativePromise<string | undefined>((resolve) => {
      const { as, userId: known } = identity.current();
      const isSwitch = known !== null && known !== userId;
      if (isSwitch) {
        identity.renew(userId);
        host.values.clear();
      } else {
        touch(at);
        identity.set({ userId, isSure: false });
      }
      const finish = holdCallback(callback);
      const own = isSwitch ? identity.current().as : as;
      const command: WireCommand = { type: 'identify', userId, ...(signature && { signature }) };
      host.outbox().add(own, at, command, (outcome) => {
        if (outcome.userId === userId && !outcome.rejection) {
          host.listeners.emit('user:identified', { userId });
          finish();
          resolve(userId);
          return;
        }
        const isCurrent = identity.current().userId === userId && !identity.current().isSure;
        if (isCurrent) identity.set({ userId: null });
        const message = outcome.rejection?.message ?? 'this browser is another user';
        finish(new Error(message));
        resolve(undefined);
      });
      if (isSwitch) touch(at);
      host.onSaid();
    });

  return {
    as: () => identity.current().as,
    /** The user id, as soon as it is known what became of the last identification. */
    async userId(): Promise<string | null> {
      await lastIdentified;
      return identity.current().userId;
    },
    /** Says something about her; what begins a session says so before. */
    say(command: WireCommand, at: number) {
      touch(at);
      host.outbox().add(identity.current().as, at, command);
      host.onSaid();
    },
    /** Merges an anonymous visitor into the user, or switches to that user. */
    identify(userId: string, at: number, callback?: Callback, signature?: string) {
      identity.refresh();
      const current = identity.current();
      if (current.userId === userId && current.isSure) {
        return (async () => {
          await undefined;
          host.listeners.emit('user:identified', { userId });
          if (callback) host.call(callback);
          return userId;
        })();
      }
      const result = startIdentification(userId, at, callback, signature);
      lastIdentified = result;
      return result;
    },
    /** Logs out: from now on she is a new anonymous visitor. */
    reset() {
      identity.renew(null);
      host.values.clear();
      host.onSaid();
    },
    /** What another tab has learnt. */
    refresh: identity.refresh,
    restart: identity.restart,
    /** The page goes: the callbacks that still wait are run, so that what they set is kept. */
    leave() {
      const callbacks = openCallbacks;
      openCallbacks = [];
      for (let i = 0; i < callbacks.length; i += 1) callbacks[i]?.();
    },
    /** Before something is sent: two tabs that opened at once agree on one id. */
    settle() {
      const old = identity.settle();
      if (old) replaceId(old, identity.current().as);
    },
    onUsers(users: Reply['users']) {
      const { as } = identity.current();
      const userId = users[as];
      if (userId === undefined || host.outbox().isIdentifying(as)) return;
      identity.set({ userId, isSure: userId !== null });
    },
    /** This id is somebody else's: the rest is said with a new one. */
    onConflict(as: string, createId: () => string): string {
      if (as !== identity.current().as) return createId();
      identity.renew(identity.current().userId);
      sessions.rename(as, identity.current().as);
      return identity.current().as;
    },
  };

  function replaceId(from: string, to: string) {
    sessions.rename(from, to);
    host.outbox().rename(from, to);
  }
}

/** The visitor of a page. */
export type Visitor = ReturnType<typeof createVisitor>;
