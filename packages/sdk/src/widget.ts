import type { SafeStorage } from './safe-storage.ts';

const name = 'widgetOpened';

/**
 * What is known of the changelog widget and the resource center before there is anything to show in
 * them: whether they are open or hidden on this page, and when the widget was last opened.
 */
export function createWidget(storage: SafeStorage) {
  const state = { isOpen: false, isHidden: false, isCenterOpen: false };
  return {
    state,
    open(now: number) {
      state.isOpen = true;
      storage.set(name, new Date(now).toISOString());
    },
    /** ISO instant, or null when it has not been opened in this browser. */
    lastOpenDate: () => storage.get(name),
    resetLastOpenDate: () => storage.remove(name),
  };
}

/** The widget of a page. */
export type Widget = ReturnType<typeof createWidget>;
