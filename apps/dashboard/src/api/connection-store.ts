/** Whether the server answers. */
export type Connection = 'up' | 'down';

export interface ConnectionStore {
  subscribe: (onChange: () => void) => () => void;
  current: () => Connection;
  /** A call could not reach the server: asks again until it can. */
  reportUnreachable: () => void;
}

interface Parts {
  /** True when the server answers. */
  probe: () => Promise<boolean>;
  later: (run: () => void, afterMs: number) => unknown;
  /** Called when the server is back. */
  onReturn: () => void;
}

const probeEveryMs = 1_500;

/** Knows whether the server answers, from what calls report and from asking it while it does not. */
export function createConnectionStore({ probe, later, onReturn }: Parts): ConnectionStore {
  let state: Connection = 'up';
  const listeners = new Set<() => void>();
  const set = (next: Connection) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const ask = async () => {
    if (await probe()) {
      set('up');
      onReturn();
    } else {
      later(() => void ask(), probeEveryMs);
    }
  };
  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    current: () => state,
    reportUnreachable() {
      if (state === 'down') return;
      set('down');
      later(() => void ask(), probeEveryMs);
    },
  };
}

/** Asks `/healthz`, which needs no session. */
export async function probeServer(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    // Not reachable: that is the answer to the question.
    return false;
  }
}
