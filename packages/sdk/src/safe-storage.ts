/** What is remembered of a project in this browser; never throws. */
export interface SafeStorage {
  get(name: string): string | null;
  /** False when it will be forgotten with the page: storage is blocked or full. */
  set(name: string, text: string): boolean;
  remove(name: string): void;
  /** The names in use that begin with `start`. */
  names(start: string): string[];
}

/**
 * `localStorage` under a prefix. What it does not take (blocked, full, in a sandboxed frame, where
 * already the access throws) is kept in memory, so that the page behaves the same until it ends.
 */
export function createSafeStorage(
  prefix: string,
  open: () => Storage | null | undefined,
): SafeStorage {
  const memory: Record<string, string> = Object.create(null);
  // Each access is tried anew: a full storage may have room later.
  const attempt = <Result>(work: (storage: Storage) => Result): Result | undefined => {
    try {
      const storage = open();
      return storage ? work(storage) : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    get: (name) => memory[name] ?? attempt((storage) => storage.getItem(prefix + name)) ?? null,
    set(name, text) {
      const isKept = attempt((storage) => {
        storage.setItem(prefix + name, text);
        return storage.getItem(prefix + name) === text;
      });
      if (isKept) delete memory[name];
      else memory[name] = text;
      return isKept === true;
    },
    remove(name) {
      delete memory[name];
      attempt((storage) => storage.removeItem(prefix + name));
    },
    names(start) {
      const found = Object.keys(memory);
      attempt((storage) => {
        for (let i = 0; i < storage.length; i += 1) {
          const key = storage.key(i);
          if (key?.startsWith(prefix)) found[found.length] = key.slice(prefix.length);
        }
      });
      const names: string[] = [];
      for (let i = 0; i < found.length; i += 1) {
        const name = found[i] as string;
        if (name.startsWith(start)) names[names.length] = name;
      }
      return names;
    },
  };
}
