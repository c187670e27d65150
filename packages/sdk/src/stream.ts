import { isId } from './create-id.ts';
import { isRecord, type Json, type JsonRecord, measureBytes, writeJson } from './json.ts';
import type { Rejection } from './wire.ts';

/** What became of a command: `userId` is who its `as` is now. */
export interface Outcome {
  userId: string | null;
  rejection?: Pick<Rejection, 'code' | 'message'>;
}

/** A command that waits for the server's answer, its body already written. */
export interface Entry {
  seq: number;
  at: number;
  as: string;
  /** The rest of the JSON, from `"type"` on. */
  rest: string;
  bytes: number;
  /** Whatever follows waits until this one is answered. */
  isBarrier: boolean;
  /** Told once what became of it, in the page that said it. */
  settle: ((outcome: Outcome) => void) | undefined;
}

/** One queue of one page: entries in the order of `seq`, those before `first` done. */
export interface Stream {
  id: string;
  entries: Entry[];
  first: number;
  nextSeq: number;
  /** Of all that waits. */
  bytes: number;
}

/** What an entry costs beside its own JSON: `{"seq":…,"at":…,"as":"…",}` and the comma. */
const overheadBytes = 90;

/** A stream with nothing in it. */
export function createStream(id: string): Stream {
  return { id, entries: [], first: 0, nextSeq: 1, bytes: 0 };
}

/** True when nothing waits in it. */
export function isEmpty(stream: Stream): boolean {
  return stream.first >= stream.entries.length;
}

/** Puts a command at the end of the stream. */
export function append(
  stream: Stream,
  as: string,
  at: number,
  command: { type: string },
  settle?: Entry['settle'],
): Entry {
  const rest = writeJson(command as unknown as JsonRecord).slice(1);
  const entry = {
    seq: stream.nextSeq,
    at,
    as,
    rest,
    bytes: measureBytes(rest) + overheadBytes,
    isBarrier: command.type === 'identify',
    settle,
  };
  stream.nextSeq += 1;
  stream.bytes += entry.bytes;
  stream.entries[stream.entries.length] = entry;
  return entry;
}

/** The JSON of the entries from one index to before another, as a list. */
export function writeEntries(stream: Stream, from: number, end: number): string {
  let text = '';
  for (let i = from; i < end; i += 1) {
    const { seq, at, as, rest } = stream.entries[i] as Entry;
    text += `${text && ','}{"seq":${seq},"at":${at},"as":"${as}",${rest}`;
  }
  return `[${text}]`;
}

/**
 * The index behind the last entry that one request takes: at least one, then what the limits hold,
 * and nothing behind a barrier.
 */
export function findBatchEnd(
  stream: Stream,
  limits: { bytes: number; count: number; ignoresBarriers?: boolean },
): number {
  let end = stream.first;
  for (let bytes = 0; end < stream.entries.length; end += 1) {
    const entry = stream.entries[end] as Entry;
    bytes += entry.bytes;
    const isFull = bytes > limits.bytes || end - stream.first >= limits.count;
    if (end > stream.first && isFull) break;
    if (entry.isBarrier && !limits.ignoresBarriers) return end + 1;
  }
  return end;
}

/**
 * Takes out the entries up to `seq`, and returns them. It goes by `seq` and not by index, since
 * entries may have been dropped while their answer was on the way.
 */
export function removeThrough(stream: Stream, seq: number): Entry[] {
  const done: Entry[] = [];
  while (!isEmpty(stream)) {
    const entry = stream.entries[stream.first] as Entry;
    if (entry.seq > seq) break;
    stream.first += 1;
    stream.bytes -= entry.bytes;
    done[done.length] = entry;
  }
  // Copied only now and then: taking a few from the front of a long list must stay cheap.
  if (isEmpty(stream) || stream.first > 1000) {
    const kept: Entry[] = [];
    for (let i = stream.first; i < stream.entries.length; i += 1) {
      kept[kept.length] = stream.entries[i] as Entry;
    }
    stream.entries = kept;
    stream.first = 0;
  }
  return done;
}

/** Puts one browser id in the place of another in everything that still waits. */
export function renameIn(stream: Stream, from: string, to: string): void {
  for (let i = stream.first; i < stream.entries.length; i += 1) {
    const entry = stream.entries[i] as Entry;
    if (entry.as === from) entry.as = to;
  }
}

/** Takes an entry from storage back in; what is not one (a hand has been at it) is left out. */
export function restoreEntry(stream: Stream, stored: unknown): void {
  if (!isRecord(stored)) return;
  const { seq, at, as, ...command } = stored as Record<string, Json>;
  const isWhole = isId(as) && Number.isFinite(at) && typeof command.type === 'string';
  if (!isWhole || !Number.isSafeInteger(seq) || (seq as number) < stream.nextSeq) return;
  stream.nextSeq = seq as number;
  append(stream, as, at as number, command as { type: string });
}
