import type { Listeners } from './listeners.ts';
import { filter } from './lists.ts';
import type { Segment } from './wire.ts';

const askAfterMs = 50;

/** What the segments' part needs of the others. */
export interface SegmentsHost {
  listeners: Listeners;
  /** The present browser id. */
  as: () => string;
  ask: (as: string) => Promise<readonly Segment[] | undefined>;
  setTimeout: (work: () => void, ms: number) => unknown;
}

/**
 * The segments that the visitor is in, as the server says. While a page listens to their changes
 * they are asked for after whatever may have changed them.
 */
export function createSegments(host: SegmentsHost) {
  let known: readonly Segment[] | undefined;
  let isAskDue = false;
  return {
    ask: () => host.ask(host.as()),
    onSaid() {
      if (isAskDue || !host.listeners.has('segments:changed')) return;
      isAskDue = true;
      host.setTimeout(() => {
        isAskDue = false;
        void host.ask(host.as());
      }, askAfterMs);
    },
    /** The first answer is what later ones are compared with. */
    onAnswer(as: string, segments: readonly Segment[]) {
      if (as !== host.as()) return;
      const before = known;
      known = segments;
      if (!before) return;
      const entered = without(segments, before);
      const left = without(before, segments);
      if (entered.length + left.length) {
        host.listeners.emit('segments:changed', { segments, entered, left });
      }
    },
  };
}

function without(segments: readonly Segment[], others: readonly Segment[]): Segment[] {
  return filter(segments, ({ id }) => !filter(others, (other) => other.id === id).length);
}
