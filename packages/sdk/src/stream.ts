import { isId } from './create-id.ts';
import { isRecord, type Json, type JsonRecord, writeJson } from './json.ts';
import * as lists from './lists.ts';
import type { Rejection, WireCommand } from './wire.ts';

/** What became of a command: `userId` is who its `as` is now. */
export interface Outcome {
  userId: string | null;
  rejection?: Pick<Rejection, 'message'> | undefined;
}

/** A command that waits for the server's answer, its body already written. */
export interface Entry {
  seq: number;
  at: number;
  as: string;
  /** The rest of the JSON, from `"type"` on. */
  rest: string;
  bytes: number;
  type: string;
  /** Told once what became of it, in the page that said it. */
  settle: ((outcome: Outcome) => void) | undefined;
}

/** One queue of one page: what waits, in the order of `seq`. */
export interface Stream {
  id: string;
  entries: Entry[];
  nextSeq: number;
}

/** What an entry costs beside its own JSON: `{"seq":…,"at":…,"as":"…",}` and the comma. */
const overheadBytes = 90;

/** Puts a command at the end of the stream. */
export function addEntry(
  stream: Stream,
  as: string,
  at: number,
  command: Pick<WireCommand, 'type'>,
  settle?: Entry['settle'],
): Entry {
  const rest = writeJson(command as unknown as JsonRecord).slice(1);
  // At most three bytes a character, since surrogates are escaped.
  const bytes = rest.length * (/[^ -~]/.test(rest) ? 3 : 1) + overheadBytes;
  const entry = { seq: stream.nextSeq, at, as, rest, bytes, type: command.type, settle };
  stream.nextSeq += 1;
  lists.append(stream.entries, entry);
  return entry;
}

/** Whatever follows an identification waits until it is answered. */
export function isBarrier({ type }: Entry): boolean {
  return type === 'identify';
}

/** The JSON of entries, as a list. */
export function writeEntries(entries: readonly Entry[]): string {
  let text = '';
  lists.each(entries, ({ seq, at, as, rest }) => {
    text += `${text && ','}{"seq":${seq},"at":${at},"as":"${as}",${rest}`;
  });
  return `[${text}]`;
}

/**
 * What one request takes from the front: one entry at least, then what the limits hold, and nothing
 * behind a barrier.
 */
export function takeBatch(
  { entries }: Stream,
  limits: { bytes: number; count: number; passesBarriers?: boolean },
): Entry[] {
  const batch: Entry[] = [];
  let bytes = 0;
  let isOpen = true;
  for (let i = 0; isOpen && i < entries.length; i += 1) {
    const entry = entries[i] as Entry;
    bytes += entry.bytes;
    if (i && (bytes > limits.bytes || i >= limits.count)) break;
    lists.append(batch, entry);
    isOpen = !isBarrier(entry) || limits.passesBarriers === true;
  }
  return batch;
}

/**
 * Takes out the entries up to `seq`, and returns them. By `seq`, since entries may have been dropped
 * while their answer was on the way.
 */
export function removeThrough(stream: Stream, seq: number): Entry[] {
  const done = lists.filter(stream.entries, (entry) => entry.seq <= seq);
  stream.entries = lists.filter(stream.entries, (entry) => entry.seq > seq);
  return done;
}

/** The stream of a stored list; what is not an entry (a hand has been at it) is left out. */
export function restoreStream(id: string, stored: unknown): Stream {
  const stream: Stream = { id, entries: [], nextSeq: 1 };
  lists.each(Array.isArray(stored) ? stored : [], (raw: unknown) => {
    if (!isRecord(raw)) return;
    const { seq, at, as, ...command } = raw as Record<string, Json>;
    const isNext = Number.isSafeInteger(seq) && (seq as number) >= stream.nextSeq;
    if (!isNext || !isId(as) || !Number.isFinite(at) || typeof command.type !== 'string') return;
    stream.nextSeq = seq as number;
    addEntry(stream, as, at as number, command as unknown as WireCommand);
  });
  return stream;
}
