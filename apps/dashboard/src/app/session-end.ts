/** Whether the session has ended under an open page. */
export interface SessionEnd {
  subscribe: (onChange: () => void) => () => void;
  hasEnded: () => boolean;
  report: () => void;
  /** Somebody has signed in again. */
  clear: () => void;
}

function createSessionEnd(): SessionEnd {
  let ended = false;
  const listeners = new Set<() => void>();
  const set = (next: boolean) => {
    if (ended === next) return;
    ended = next;
    for (const listener of listeners) listener();
  };
  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    hasEnded: () => ended,
    report: () => set(true),
    clear: () => set(false),
  };
}

/** That of this page. */
export const sessionEnd = createSessionEnd();
