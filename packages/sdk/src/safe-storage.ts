import { type JsonRecord, parseJson, toRecord, writeJson } from './json.ts';
import { append } from './lists.ts';

/** What is remembered of a project in this browser; never throws. */
export type SafeStorage = ReturnType<typeof createSafeStorage>;

/**
 * `localStorage` under a prefix. What it does not take (blocked, full, in a sandboxed frame, where
 * already the access throws) is kept in memory, so that the page behaves the same until it ends.
 */
export function createSafeStorage(prefix: string, open: () => Storage) {
  const memory: Record<string, string> = Object.create(null);
  // Each access is tried anew: a full storage may have room later.
  const attempt = <Result>(work: (storage: Storage) => Result): Result | undefined => {
    try {
      return work(open());
    } catch {
      return undefined;
    }
  };
  const get = (name: string): string =>
    memory[name] ?? attempt((storage) => storage.getItem(prefix + name)) ?? '';
  const set = (name: string, text: string) => {
    delete memory[name];
    attempt((storage) => storage.setItem(prefix + name, text));
    if (get(name) !== text) memory[name] = text;
  };
  return {
    /** Whether a key of the browser's storage is one of ours; `null` is all of them. */
    owns: (key: string | null) => !key || key.startsWith(prefix),
    /** Empty when there is nothing. */
    get,
    set,
    /** The fields of an object; none when something else is there, or nothing. */
    read: (name: string) => toRecord(parseJson(get(name))),
    write: (name: string, record: JsonRecord) => set(name, writeJson(record)),
    remove(name: string) {
      delete memory[name];
      attempt((storage) => storage.removeItem(prefix + name));
    },
    /** The names that begin with `start`, also of what earlier pages have kept. */
    names(start: string): string[] {
      const names: string[] = [];
      attempt((storage) => {
        for (let i = 0; i < storage.length; i += 1) {
          const key = storage.key(i);
          if (key?.startsWith(prefix + start)) append(names, key.slice(prefix.length));
        }
      });
      return names;
    },
  };
}
