import { isId } from './create-id.ts';
import { parseJson } from './json.ts';
import type { SafeStorage } from './safe-storage.ts';
import {
  createStream,
  type Entry,
  isEmpty,
  restoreEntry,
  type Stream,
  writeEntries,
} from './stream.ts';

/** A page that has not been heard of for so long is gone, though it did not say so. */
const silentMs = 5 * 60_000;
const maxPieceBytes = 64_000;
const maxStoredBytes = 1_000_000;

/** A run of entries under one key, written once. */
interface Piece {
  name: string;
  lastSeq: number;
  bytes: number;
}

/**
 * Keeps what has not been delivered over a reload. A stream is stored in pieces that are written
 * once and removed when all in them is done, so that a long queue is never written again as a
 * whole; a piece that is done in part does no harm, since the server passes over what it has had.
 * Beside the pieces stands who works on the stream and when that page was last heard of.
 *
 * @param page the id of this page
 */
export function createStoredStreams(storage: SafeStorage, page: string, warnLost: () => void) {
  const piecesById: Record<string, Piece[]> = Object.create(null);
  const markName = (id: string) => `page.${id}`;

  const removeFirstPiece = (id: string) => {
    const old = piecesById[id] ?? [];
    const kept: Piece[] = [];
    for (let i = 1; i < old.length; i += 1) kept[i - 1] = old[i] as Piece;
    if (old[0]) storage.remove(old[0].name);
    piecesById[id] = kept;
  };

  /** Forgets what is done: all pieces whose last command is not above `seq`. */
  const forget = (id: string, seq: number) => {
    while ((piecesById[id]?.[0]?.lastSeq ?? Number.NaN) <= seq) removeFirstPiece(id);
    if (!piecesById[id]?.length) storage.remove(markName(id));
  };

  const keepBound = (id: string) => {
    const pieces = piecesById[id] ?? [];
    let bytes = 0;
    for (let i = 0; i < pieces.length; i += 1) bytes += (pieces[i] as Piece).bytes;
    if (bytes <= maxStoredBytes) return;
    removeFirstPiece(id);
    warnLost();
    keepBound(id);
  };

  const mark = (id: string, now: number) => storage.set(markName(id), `${page} ${now}`);

  return {
    forget,
    /** Stores what of the stream is not stored yet. */
    save(stream: Stream, now: number) {
      const pieces = piecesById[stream.id] ?? [];
      piecesById[stream.id] = pieces;
      const storedSeq = pieces[pieces.length - 1]?.lastSeq ?? 0;
      let from = stream.first;
      while ((stream.entries[from]?.seq ?? Number.NaN) <= storedSeq) from += 1;
      while (from < stream.entries.length) {
        let end = from;
        let bytes = 0;
        while (end < stream.entries.length && (end === from || bytes < maxPieceBytes)) {
          bytes += (stream.entries[end] as Entry).bytes;
          end += 1;
        }
        const name = `queue.${stream.id}.${(stream.entries[from] as Entry).seq}`;
        storage.set(name, writeEntries(stream, from, end));
        const lastSeq = (stream.entries[end - 1] as Entry).seq;
        pieces[pieces.length] = { name, lastSeq, bytes };
        from = end;
      }
      keepBound(stream.id);
      if (!isEmpty(stream)) mark(stream.id, now);
    },
    /** After entries have been changed: what is stored of the stream is stored anew. */
    rewrite(stream: Stream, now: number) {
      if (!piecesById[stream.id]?.length) return;
      forget(stream.id, Number.POSITIVE_INFINITY);
      this.save(stream, now);
    },
    /** Leaves the stream to whichever page comes next. */
    leave(id: string) {
      if (piecesById[id]?.length) storage.set(markName(id), page);
    },
    /** Thinks no more of a stream that is another page's now. */
    disown(id: string) {
      piecesById[id] = [];
    },
    /** False when another page has taken the stream over. */
    owns: (id: string) => storage.get(markName(id))?.startsWith(page) === true,
    /** Takes over the streams whose pages are gone. */
    takeOver(now: number): Stream[] {
      const streams: Stream[] = [];
      const names = storage.names('queue.');
      for (let i = 0; i < names.length; i += 1) {
        const id = (names[i] as string).slice(6, 28);
        const seenAt = Number(storage.get(markName(id))?.slice(23) ?? 0);
        if (!isId(id)) storage.remove(names[i] as string);
        else if (!piecesById[id]?.length && Math.abs(now - seenAt) > silentMs) {
          const stream = readStream(storage, id, names, piecesById);
          mark(id, now);
          if (isEmpty(stream)) forget(id, Number.POSITIVE_INFINITY);
          else streams[streams.length] = stream;
        }
      }
      return streams;
    },
  };
}

/** The stream as it is stored, its pieces in the order of their first `seq`. */
function readStream(
  storage: SafeStorage,
  id: string,
  names: readonly string[],
  piecesById: Record<string, Piece[]>,
): Stream {
  const stream = createStream(id);
  const pieces: Piece[] = [];
  piecesById[id] = pieces;
  const start = `queue.${id}.`;
  for (let after = 0; ; ) {
    let seq = Number.POSITIVE_INFINITY;
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i] as string;
      const own = name.startsWith(start) ? Number(name.slice(start.length)) : 0;
      if (own > after && own < seq) seq = own;
    }
    if (seq === Number.POSITIVE_INFINITY) return stream;
    const name = start + seq;
    const text = storage.get(name);
    const stored = parseJson(text);
    for (let i = 0; Array.isArray(stored) && i < stored.length; i += 1) {
      restoreEntry(stream, stored[i]);
    }
    pieces[pieces.length] = { name, lastSeq: stream.nextSeq - 1, bytes: text?.length ?? 0 };
    after = seq;
  }
}

/** The undelivered commands in this browser. */
export type StoredStreams = ReturnType<typeof createStoredStreams>;
