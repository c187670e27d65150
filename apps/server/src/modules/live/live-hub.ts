import { HttpProblem } from '../../http/problem.ts';
import type { Project } from '../../store/store.ts';
import { createLiveListener, type LiveListener } from './live-listener.ts';
import {
  type LastCounts,
  type ProjectWatch,
  type WatchParts,
  watchProject,
} from './project-watch.ts';

/** Everybody who watches something. */
export interface LiveHub {
  /** A stream of server-sent events. Throws a 429 when as many listen as may, and a 503 at the end. */
  open(wish: LiveWish): ReadableStream<Uint8Array>;
  /** Says goodbye to all, and lets nobody in any more. */
  close(): void;
  /** How many listen. */
  readonly size: number;
}

/** What somebody wants to watch. */
export interface LiveWish {
  project: Project;
  segmentIds: readonly string[];
  /** Rejects when whoever asked may not watch any more. */
  check: () => Promise<unknown>;
}

interface Settings extends WatchParts {
  /** Default 15,000. */
  heartbeatMs?: number;
  /** Of all projects together; default 500. */
  maxListeners?: number;
  /** Told how many listen, whenever that changes. */
  onCount?: (listeners: number) => void;
}

export function createLiveHub(settings: Settings): LiveHub {
  const { heartbeatMs = 15_000, maxListeners = 500, onCount } = settings;
  const watches = new Map<number, ProjectWatch>();
  const lastCounts = new Map<number, LastCounts>();
  const listeners = new Set<LiveListener>();
  let isClosed = false;

  function leave(watch: ProjectWatch, project: Project, listener: LiveListener): void {
    if (!listeners.delete(listener)) return;
    onCount?.(listeners.size);
    watch.remove(listener);
    if (watch.size > 0) return;
    if (watches.get(project.number) === watch) watches.delete(project.number);
    void watch.stop();
  }

  return {
    open({ project, segmentIds, check }) {
      if (isClosed) {
        throw new HttpProblem(503, 'stopping', 'The server is stopping.', {
          headers: { 'retry-after': '5' },
        });
      }
      if (listeners.size >= maxListeners) {
        const detail = 'As many watch as may at one time; try again later.';
        throw new HttpProblem(429, 'too_many_listeners', detail, {
          headers: { 'retry-after': '30' },
        });
      }
      const { number } = project;
      const memory = {
        get: () => lastCounts.get(number),
        set: (counts: LastCounts) => void lastCounts.set(number, counts),
        forget: () => void lastCounts.delete(number),
      };
      const watch = watches.get(number) ?? watchProject(settings, project, memory);
      watches.set(number, watch);
      const listener = createLiveListener({
        ids: segmentIds,
        heartbeatMs,
        check,
        onGone: () => leave(watch, project, listener),
      });
      listeners.add(listener);
      onCount?.(listeners.size);
      watch.add(listener);
      return listener.stream;
    },
    close() {
      isClosed = true;
      for (const listener of listeners) listener.end();
      // Also where nobody takes the goodbye: nothing is asked of store and index any more.
      for (const watch of watches.values()) void watch.stop();
    },
    get size() {
      return listeners.size;
    },
  };
}
