/** What `localStorage` is to all tabs of a browser. */
export function createMemoryStorage(maxLength = 5_000_000): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    // The order of keys is up to the browser: here the last is the first.
    key: (index) => [...items.keys()].reverse()[index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, text) {
      const used = [...items].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
      const freed = items.has(key) ? key.length + (items.get(key)?.length ?? 0) : 0;
      if (used - freed + key.length + text.length > maxLength)
        throw new Error('QuotaExceededError');
      items.set(key, text);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
