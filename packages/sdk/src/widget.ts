import type { SafeStorage } from './safe-storage.ts';

const name = 'widgetOpened';

/** The changelog widget's: when it was last opened in this browser. */
export type Widget = ReturnType<typeof createWidget>;

/** What is known of the changelog widget as long as there is nothing to show in it. */
export function createWidget(storage: SafeStorage) {
  return {
    open: (now: number) => storage.set(name, new Date(now).toISOString()),
    /** ISO instant, or null when it has not been opened in this browser. */
    lastOpenDate: () => storage.get(name) || null,
    resetLastOpenDate: () => storage.remove(name),
  };
}
