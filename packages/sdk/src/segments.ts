import type { Listeners } from './listeners.ts';
import { filter } from './lists.ts';
import type { Reply, Segment } from './wire.ts';

const askAfterMs = 50;

/**
 * The segments that the visitor is in, as the server says. While a page listens to their changes
 * they are asked for at once, and after whatever may have changed them.
 *
 * @param askServer asks for the present visitor
 * @param watch has its callback called when she may have moved though nothing was said here
 */
export function createSegments(
  listeners: Listeners,
  later: (work: () => void, ms: number) => unknown,
  askServer: (fields: string, isUrgent: boolean) => Promise<Reply | undefined>,
  watch: (onMoved: () => void) => void,
) {
  let known: readonly Segment[] | undefined;
  let isAskDue = false;
  const ask = async () => (await askServer('"ask":["segments"]', true))?.segments;
  const onSaid = () => {
    if (isAskDue || !listeners.has('segments:changed')) return;
    isAskDue = true;
    later(() => {
      isAskDue = false;
      watch(onSaid);
      void ask();
    }, askAfterMs);
  };
  return {
    ask,
    onSaid,
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

/** The segments of a visitor. */
export type Segments = ReturnType<typeof createSegments>;

function without(segments: readonly Segment[], others: readonly Segment[]): Segment[] {
  return filter(segments, ({ id }) => !filter(others, (other) => other.id === id).length);
}
