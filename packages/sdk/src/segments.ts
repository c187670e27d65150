import type { Listeners } from './listeners.ts';
import { filter } from './lists.ts';
import type { Reply, Segment } from './wire.ts';

const askAfterMs = 50;

/**
 * The segments that the visitor is in, as the server says. While a page listens to their changes
 * they are asked for after whatever may have changed them.
 *
 * @param askServer asks for the present visitor
 */
export function createSegments(
  listeners: Listeners,
  later: (work: () => void, ms: number) => unknown,
  askServer: (fields: string, isUrgent: boolean) => Promise<Reply | undefined>,
) {
  let known: readonly Segment[] | undefined;
  let isAskDue = false;
  const ask = async () => (await askServer('"ask":["segments"]', true))?.segments;
  return {
    ask,
    onSaid() {
      if (isAskDue || !listeners.has('segments:changed')) return;
      isAskDue = true;
      later(() => {
        isAskDue = false;
        void ask();
      }, askAfterMs);
    },
    /** The first answer is what later ones are compared with. */
    onAnswer(segments: readonly Segment[] | undefined) {
      const before = known;
      known = segments ?? before;
      if (!before || !segments) return;
      const entered = without(segments, before);
      const left = without(before, segments);
      if (entered.length + left.length) {
        listeners.emit('segments:changed', { segments, entered, left });
      }
    },
  };
}

function without(segments: readonly Segment[], others: readonly Segment[]): Segment[] {
  return filter(segments, ({ id }) => !filter(others, (other) => other.id === id).length);
}
