import { append, each, filter } from './lists.ts';

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
  // Lists are replaced, never changed: a listener may remove itself.
  const byName: Record<string, Callback[]> = Object.create(null);
  const remove = (name: EventName, listener: unknown) => {
    byName[name] = filter(byName[name] ?? [], (each) => each !== listener);
    return byName[name];
  };
  return {
    add: (name: EventName, listener: Callback) => append(remove(name, listener), listener),
    remove,
    has: (name: EventName) => !!byName[name]?.length,
    emit: (name: EventName, payload: unknown) =>
      each(byName[name] ?? [], (listener) => call(listener, payload)),
  };
}

/** The listeners of a page. */
export type Listeners = ReturnType<typeof createListeners>;
