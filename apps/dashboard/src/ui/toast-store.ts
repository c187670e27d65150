/** A message about what has just happened, with what can still be done about it. */
export interface Toast {
  id: number;
  /** What happened, and to how many. */
  text: string;
  tone: 'neutral' | 'bad';
  action?: { label: string; run: () => void };
}

export interface ToastStore {
  subscribe: (onChange: () => void) => () => void;
  list: () => readonly Toast[];
  /** Shows a message; it goes by itself after `forMs`, one with an action or an error later. */
  show: (toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }) => number;
  dismiss: (id: number) => void;
}

const forMs = 5_000;
const longForMs = 10_000;
const maxShown = 3;

/** The messages of a page, newest last. `later` is `setTimeout`, an argument for tests. */
export function createToastStore(later: (run: () => void, afterMs: number) => unknown): ToastStore {
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly Toast[]) => {
    toasts = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id));
  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    list: () => toasts,
    show({ tone = 'neutral', ...toast }) {
      lastId += 1;
      const id = lastId;
      set([...toasts, { ...toast, tone, id }].slice(-maxShown));
      later(() => dismiss(id), toast.action || tone === 'bad' ? longForMs : forMs);
      return id;
    },
    dismiss,
  };
}

/** The messages of this page. */
export const toasts = createToastStore((run, afterMs) => setTimeout(run, afterMs));
