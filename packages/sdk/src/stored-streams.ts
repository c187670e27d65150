import { isId } from './create-id.ts';
import { parseJson } from './json.ts';
import { append, each, filter } from './lists.ts';
import type { SafeStorage } from './safe-storage.ts';
import { restoreStream, type Stream, writeEntries } from './stream.ts';

/** A page that has not been heard of for so long is gone, though it did not say so. */
const silentMs = 5 * 60_000;
const maxStoredBytes = 500_000;
const maxAgeMs = 7 * 24 * 3_600_000;
const prefix = 'queue.';

/** The undelivered commands in this browser. */
export type StoredStreams = ReturnType<typeof createStoredStreams>;

/**
 * Keeps what has not been delivered over a reload: `queue.<stream>` holds the page that works on the
 * stream, when that was last heard of (nothing: it has left), and the entries. What is stored may be
 * older than what is true: the server passes over what it has had.
 *
 * @param page the id of this page
 */
export function createStoredStreams(
  storage: SafeStorage,
  page: string,
  warn: (message: string) => void,
) {
  const isStored: Record<string, boolean> = Object.create(null);

  const save = (stream: Stream, seenAt: number | '') => {
    if (!stream.entries.length) {
      if (isStored[stream.id]) storage.remove(prefix + stream.id);
      isStored[stream.id] = false;
      return;
    }
    let bytes = 0;
    each(stream.entries, (entry) => {
      bytes += entry.bytes;
    });
    const kept = filter(stream.entries, (entry) => {
      const fits = bytes <= maxStoredBytes;
      bytes -= entry.bytes;
      return fits;
    });
    if (kept.length < stream.entries.length) {
      warn('too much waits for a reload');
    }
    storage.set(prefix + stream.id, `${page} ${seenAt} ${writeEntries(kept)}`);
    isStored[stream.id] = true;
  };

  return {
    /** Stores what waits; `seenAt` is empty when the page leaves it to the next one. */
    save,
    /** Stores it again, if it is stored: entries have been changed, or all are done. */
    update(stream: Stream, now: number) {
      if (isStored[stream.id]) save(stream, now);
    },
    /**
     * Whether a stream is still this page's: another may have taken it over. One that is gone was
     * sent by another or cleared away by the site; to send it again does no harm.
     */
    keeps({ id }: Stream): boolean {
      const text = storage.get(prefix + id);
      isStored[id] = !text || text.startsWith(page);
      return isStored[id];
    },
    /** Takes over the streams whose pages are gone; what is too old by now is dropped. */
    takeOver(now: number): Stream[] {
      const streams: Stream[] = [];
      each(storage.names(prefix), (name) => {
        const id = name.slice(prefix.length);
        const text = storage.get(name);
        const start = text.indexOf('[');
        const seenAt = Number(text.slice(page.length, start));
        if (isStored[id] || Math.abs(now - seenAt) < silentMs) return;
        const stream = restoreStream(id, parseJson(text.slice(start)));
        const entries = filter(stream.entries, ({ at }) => isId(id) && now - at < maxAgeMs);
        if (entries.length < stream.entries.length) {
          warn('dropped: older than 7 days');
        }
        stream.entries = entries;
        isStored[id] = true;
        save(stream, now);
        if (entries.length) append(streams, stream);
      });
      return streams;
    },
  };
}
