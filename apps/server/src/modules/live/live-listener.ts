import type { LiveEvents } from '@muster/protocol';
import { createAlarm } from '../../index/alarm.ts';

/** The events that say only that something is so. */
type Note = Exclude<keyof LiveEvents, 'audiences' | 'earlier' | 'bye'>;

/** One who watches a project, by one connection. */
export interface LiveListener {
  /** Whose audiences are wanted. */
  ids: ReadonlySet<string>;
  /** Says the audiences that are wanted and differ from those said last. */
  tellAudiences(now: string, audiences: ReadonlyMap<string, number | null>): void;
  /** Says what the audiences that are wanted were at an earlier time, unless they are told already. */
  tellEarlier(at: string, audiences: ReadonlyMap<string, number | null>): void;
  note(event: Note): void;
  /** Says goodbye and ends the stream. */
  end(): void;
  /** Nothing is made before the connection takes it: who reads slowly is told less often. */
  readonly stream: ReadableStream<Uint8Array>;
}

interface Settings {
  ids: readonly string[];
  heartbeatMs: number;
  /** Asked with each heartbeat; rejects when the listener may not watch any more. */
  check: () => Promise<unknown>;
  /** Called once, when the connection or the right to watch is gone. */
  onGone: () => void;
}

const reconnectAfterMs = 2_000;

export function createLiveListener({ ids, heartbeatMs, check, onGone }: Settings): LiveListener {
  const encoder = new TextEncoder();
  const alarm = createAlarm();
  const said = new Map<string, number | null>();
  const waiting = new Map<string, number | null>();
  const notes = new Set<Note>();
  let earlier: LiveEvents['earlier'] | undefined;
  // The first thing that is said: the browser comes again by itself.
  let text = `retry: ${reconnectAfterMs}\n\n`;
  let now = '';
  let heartbeatAt = performance.now() + heartbeatMs;
  let isEnding = false;
  let hasSaidBye = false;
  let isCancelled = false;

  function takePending(): string {
    for (const event of notes) text += write(event, {});
    notes.clear();
    if (earlier !== undefined) text += write('earlier', earlier);
    earlier = undefined;
    if (waiting.size > 0) {
      text += write('audiences', { now, audiences: Object.fromEntries(waiting) });
      for (const [id, count] of waiting) said.set(id, count);
      waiting.clear();
    }
    const pending = text;
    text = '';
    return pending;
  }

  async function mayStay(): Promise<boolean> {
    try {
      await check();
      return true;
    } catch {
      // Whoever comes again is told why by the answer to that.
      return false;
    }
  }

  /** What is to be said next; `undefined` at the end. */
  async function next(): Promise<string | undefined> {
    for (;;) {
      if (isCancelled || (isEnding && hasSaidBye)) return undefined;
      if (isEnding) {
        hasSaidBye = true;
        return write('bye', {});
      }
      // However much there is to say: a right that was taken away ends with the next heartbeat.
      if (performance.now() >= heartbeatAt) {
        heartbeatAt = performance.now() + heartbeatMs;
        if (!(await mayStay())) return undefined;
        text += ': still here\n\n';
      }
      const pending = takePending();
      if (pending !== '') return pending;
      await alarm.sleep(Math.max(0, heartbeatAt - performance.now()));
    }
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await next();
        // The connection may have gone while there was nothing to say.
        if (isCancelled) return;
        if (chunk !== undefined) return controller.enqueue(encoder.encode(chunk));
        onGone();
        controller.close();
      },
      cancel() {
        isCancelled = true;
        alarm.ring();
        onGone();
      },
    },
    { highWaterMark: 0 },
  );

  return {
    ids: new Set(ids),
    tellAudiences(at, audiences) {
      now = at;
      for (const id of ids) {
        const count = audiences.get(id);
        if (count === undefined) continue;
        if (said.has(id) && said.get(id) === count) waiting.delete(id);
        else waiting.set(id, count);
      }
      if (waiting.size > 0) alarm.ring();
    },
    tellEarlier(at, audiences) {
      const wanted = ids.flatMap((id) => {
        const count = said.has(id) || waiting.has(id) ? undefined : audiences.get(id);
        return typeof count === 'number' ? [[id, count] as const] : [];
      });
      if (wanted.length === 0) return;
      earlier = { at, audiences: Object.fromEntries(wanted) };
      alarm.ring();
    },
    note(event) {
      notes.add(event);
      alarm.ring();
    },
    end() {
      isEnding = true;
      alarm.ring();
    },
    stream,
  };
}

function write<Event extends keyof LiveEvents>(event: Event, data: LiveEvents[Event]): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
