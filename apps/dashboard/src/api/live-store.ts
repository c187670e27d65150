/** The audiences of segments by id; null: cannot be told. */
export type Audiences = Readonly<Record<string, number | null>>;

/** What the live stream of a project says. */
export interface LiveEvents {
  /** Definitions of segments changed. */
  onSegments: () => void;
  /** Users changed. */
  onData: () => void;
}

/** The part of EventSource that is used. */
interface Stream {
  addEventListener(type: string, listener: (event: { data: string }) => void): void;
  close(): void;
}

interface Parts extends LiveEvents {
  /** Opens the stream that tells the audiences of these segments. */
  open: (segmentIds: readonly string[]) => Stream;
  later: (run: () => void, afterMs: number) => unknown;
}

export interface LiveStore {
  subscribe: (onChange: () => void) => () => void;
  audiences: () => Audiences;
  firstEventAt: () => string | null;
  /** Has the audiences of these segments told, until the returned function is called. */
  watch: (segmentIds: readonly string[]) => () => void;
  /** Begins to listen, until the returned function is called. */
  start: () => () => void;
}

// Pages come and go within a tick or two: one stream for what is left after that.
const reopenAfterMs = 30;

/**
 * One stream of server-sent events a project, however many components look. It is opened again when
 * what they look at changes; whatever was told stays until something newer is.
 */
export function createLiveStore({ open, later, onSegments, onData }: Parts): LiveStore {
  const listeners = new Set<() => void>();
  const watched = new Map<symbol, readonly string[]>();
  let audiences: Audiences = {};
  let firstEventAt: string | null = null;
  let stream: Stream | undefined;
  let asked: string | undefined;
  let isOpen = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const refresh = () => {
    const ids = [...new Set([...watched.values()].flat())].sort();
    if (!isOpen || ids.join() === asked) return;
    asked = ids.join();
    stream?.close();
    stream = open(ids);
    stream.addEventListener('audiences', ({ data }) => {
      audiences = { ...audiences, ...(JSON.parse(data) as { audiences: Audiences }).audiences };
      tell();
    });
    stream.addEventListener('first-event', ({ data }) => {
      firstEventAt = (JSON.parse(data) as { at: string }).at;
      tell();
    });
    stream.addEventListener('segments', onSegments);
    stream.addEventListener('data', onData);
  };

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    audiences: () => audiences,
    firstEventAt: () => firstEventAt,
    watch(segmentIds) {
      const key = Symbol('watcher');
      watched.set(key, segmentIds);
      later(refresh, reopenAfterMs);
      return () => {
        watched.delete(key);
        later(refresh, reopenAfterMs);
      };
    },
    start() {
      isOpen = true;
      later(refresh, reopenAfterMs);
      return () => {
        isOpen = false;
        asked = undefined;
        stream?.close();
      };
    },
  };
}
