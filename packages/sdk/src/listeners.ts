/** What a page may listen to. */
export const eventNames = [
  'experience:seen',
  'experience:completed',
  'experience:dismissed',
  'experience:answered',
  'segments:changed',
  'user:identified',
  'error',
] as const;

/** The name of an event of the SDK. */
export type EventName = (typeof eventNames)[number];

/** A page's own function; whatever it throws is caught. */
export type Callback = (payload?: unknown) => unknown;

/** The listeners of a page. `call` runs one and reports what it throws. */
export function createListeners(call: (callback: Callback, payload: unknown) => void) {
  const byName: Record<string, Callback[]> = Object.create(null);
  const without = (name: EventName, listener: unknown) => {
    const old = byName[name] ?? [];
    const kept: Callback[] = [];
    for (let i = 0; i < old.length; i += 1) {
      if (old[i] !== listener) kept[kept.length] = old[i] as Callback;
    }
    return kept;
  };
  return {
    add(name: EventName, listener: Callback) {
      const listeners = without(name, listener);
      listeners[listeners.length] = listener;
      byName[name] = listeners;
    },
    remove(name: EventName, listener: unknown) {
      byName[name] = without(name, listener);
    },
    has: (name: EventName) => !!byName[name]?.length,
    emit(name: EventName, payload: unknown) {
      // The list is replaced, never changed: a listener may remove itself.
      const listeners = byName[name] ?? [];
      for (let i = 0; i < listeners.length; i += 1) call(listeners[i] as Callback, payload);
    },
  };
}

/** The listeners of a page. */
export type Listeners = ReturnType<typeof createListeners>;
