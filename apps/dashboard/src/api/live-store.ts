import type { LiveEvents } from '@muster/protocol';

/** The audiences of segments by id; null: cannot be told. */
export type Audiences = Readonly<LiveEvents['audiences']['audiences']>;

/** What audiences were at another time: shown with it until they are told anew. */
export type EarlierAudiences = Readonly<Record<string, { count: number; at: string }>>;

/** What is done about what the live stream of a project says. */
interface Listeners {
  /** Definitions of segments changed. */
  onSegments: () => void;
  /** Users changed. */
  onData: () => void;
  /** The stream is not given to whoever asks. */
  onRefused: () => void;
}

/** The part of EventSource that is used; `readyState` 2 means that it has given up. */
interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data: string }) => void): void;
  close(): void;
}

interface Parts extends Listeners {
  now: () => number;
  /** Opens the stream that tells the audiences of these segments. */
  open: (segmentIds: readonly string[]) => Stream;
  later: (run: () => void, afterMs: number) => unknown;
}

export interface LiveStore {
  subscribe: (onChange: () => void) => () => void;
  audiences: () => Audiences;
  /** Of segments that are not in `audiences`. */
  earlier: () => EarlierAudiences;
  /** True when the stream was refused: nothing is told, and whoever wants to know must ask. */
  isRefused: () => boolean;
  /** When users or events last changed, in milliseconds of this machine's clock; 0 if not since the start. */
  changedAt: () => number;
  /** True once the project has received something. */
  hasReceived: () => boolean;
  /** Has the audiences of these segments told, until the returned function is called. */
  watch: (segmentIds: readonly string[]) => () => void;
  /** Begins to listen, until the returned function is called. */
  start: () => () => void;
}

// Pages come and go within a tick or two: one stream for what is left after that.
const reopenAfterMs = 30;
/** A server that starts, or a proxy before one that does not answer, refuses for a while. */
const retryAfterMs = 5_000;

/**
 * One stream of server-sent events a project, however many components look. It is opened again when
 * what they look at changes; whatever was told stays until something newer is.
 */
export function createLiveStore(parts: Parts): LiveStore {
  const { open, later, now, onSegments, onData, onRefused } = parts;
  const listeners = new Set<() => void>();
  const watched = new Map<symbol, readonly string[]>();
  let audiences: Audiences = {};
  let earlier: EarlierAudiences = {};
  let hasReceived = false;
  let changedAt = 0;
  let isRefused = false;
  let stream: Stream | undefined;
  let asked: string | undefined;
  let isOpen = false;
  let hasBeenOpen = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const setRefused = (next: boolean) => {
    if (isRefused === next) return;
    isRefused = next;
    tell();
  };
  /** What is not told any more was so until now. */
  const forgetOthers = (ids: readonly string[]) => {
    const at = new Date(now()).toISOString();
    const kept: Record<string, number | null> = {};
    for (const [id, count] of Object.entries(audiences)) {
      if (ids.includes(id)) kept[id] = count;
      else if (count !== null) earlier = { ...earlier, [id]: { count, at } };
    }
    audiences = kept;
    tell();
  };
  const refresh = () => {
    const ids = [...new Set([...watched.values()].flat())].sort();
    if (!isOpen || ids.join() === asked) return;
    asked = ids.join();
    stream?.close();
    forgetOthers(ids);
    const opened = open(ids);
    stream = opened;
    opened.addEventListener('open', () => {
      setRefused(false);
      // What changed between two streams was told to nobody.
      if (hasBeenOpen) {
        onSegments();
        onData();
      }
      hasBeenOpen = true;
    });
    // A broken connection is made anew by the browser itself; a refusal is final for it.
    opened.addEventListener('error', () => {
      if (opened.readyState !== 2 || stream !== opened) return;
      setRefused(true);
      onRefused();
      later(() => {
        if (stream !== opened) return;
        asked = undefined;
        refresh();
      }, retryAfterMs);
    });
    stream.addEventListener('earlier', ({ data }) => {
      const { at, audiences: counts } = JSON.parse(data) as LiveEvents['earlier'];
      for (const [id, count] of Object.entries(counts))
        earlier = { ...earlier, [id]: { count, at } };
      tell();
    });
    stream.addEventListener('audiences', ({ data }) => {
      audiences = { ...audiences, ...(JSON.parse(data) as LiveEvents['audiences']).audiences };
      tell();
    });
    stream.addEventListener('first-event', () => {
      hasReceived = true;
      tell();
    });
    stream.addEventListener('segments', onSegments);
    stream.addEventListener('data', () => {
      changedAt = now();
      tell();
      onData();
    });
  };

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    audiences: () => audiences,
    earlier: () => earlier,
    isRefused: () => isRefused,
    changedAt: () => changedAt,
    hasReceived: () => hasReceived,
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
