import type { Answer, Http } from './http.ts';
import { NativePromise } from './native-promise.ts';
import { findConflict, isTemporary, readProblem, readReply } from './reply.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { StoredStreams } from './stored-streams.ts';
import {
  append,
  createStream,
  type Entry,
  findBatchEnd,
  isEmpty,
  removeThrough,
  renameIn,
  type Stream,
  writeEntries,
} from './stream.ts';
import type { Rejection, Reply, Segment, WireCommand } from './wire.ts';

const flushAfterMs = 50;
const flushAfterCount = 20;
const maxAgeMs = 7 * 24 * 3_600_000;
const maxWaitingBytes = 8_000_000;
const maxCommandBytes = 250_000;
const maxBatchBytes = 60_000;
const maxBatchCount = 500;
const maxConflicts = 3;

/** What the outbox needs, and whom it tells. */
export interface OutboxHost {
  url: string;
  http: Http;
  stored: StoredStreams;
  now: () => number;
  chance: () => number;
  createId: () => string;
  setTimeout: (work: () => void, ms: number) => unknown;
  /** Just before a request is made. */
  onSend: () => void;
  /** Who the browser ids of an answered request are now. */
  onUsers: (users: Reply['users']) => void;
  /** This id belongs to somebody else: returns the one to say the rest with. */
  onConflict: (as: string) => string;
  onSegments: (as: string, segments: readonly Segment[]) => void;
  warn: (message: string) => void;
  refuse: (message: string) => void;
}

interface Question {
  as: string;
  /** Asked together with, or after, this command of the own stream. */
  afterSeq: number;
  resolve: (segments: readonly Segment[] | undefined) => void;
}

/** A request that is on its way. */
interface Batch {
  stream: Stream;
  count: number;
  lastSeq: number;
  asks: string | undefined;
}

/** Says what the page says to the server: in order, once, whatever the network does. */
export function createOutbox(host: OutboxHost) {
  const { stored, now } = host;
  let own = createStream(host.createId());
  // What pages before this one have left; sent first.
  let adopted: Stream[] = [];
  let questions: Question[] = [];
  let isSending = false;
  // Something has come while the last request was being finished.
  let isAskedAgain = false;
  let isTimerSet = false;
  let failures = 0;
  let conflicts = 0;
  let maxCount = maxBatchCount;
  // Counts what has ended a wait; a timer of a wait that is over does nothing.
  let wait = 0;
  let isWaiting = false;

  const forEachStream = (work: (stream: Stream) => void) => {
    for (let i = 0; i < adopted.length; i += 1) work(adopted[i] as Stream);
    work(own);
  };
  const save = () => forEachStream((stream) => stored.save(stream, now()));

  const remove = (stream: Stream, seq: number) => {
    stored.forget(stream.id, seq);
    return removeThrough(stream, seq);
  };
  const drop = (stream: Stream, seq: number, message: string) => {
    const dropped = remove(stream, seq);
    for (let i = 0; i < dropped.length; i += 1) {
      dropped[i]?.settle?.({ userId: null, rejection: { code: 'dropped', message } });
    }
  };

  const keepBound = () => {
    for (;;) {
      let bytes = 0;
      forEachStream((stream) => {
        bytes += stream.bytes;
      });
      if (bytes <= maxWaitingBytes) return;
      const stream = nextStream();
      const message = 'too much waits to be sent; the oldest is dropped';
      host.warn(message);
      drop(stream, (stream.entries[stream.first] as Entry).seq, message);
    }
  };

  /** The first stream in which something waits; the own one is the last. */
  const nextStream = (): Stream => {
    for (;;) {
      const stream = adopted[0];
      if (!stream) return own;
      const isTaken = !stored.owns(stream.id);
      if (!isEmpty(stream) && !isTaken) return stream;
      if (isTaken) stored.disown(stream.id);
      const rest: Stream[] = [];
      for (let i = 1; i < adopted.length; i += 1) rest[i - 1] = adopted[i] as Stream;
      adopted = rest;
    }
  };

  const dropOld = (stream: Stream) => {
    let seq = 0;
    for (let i = stream.first; i < stream.entries.length; i += 1) {
      const entry = stream.entries[i] as Entry;
      if (now() - entry.at < maxAgeMs) break;
      seq = entry.seq;
    }
    if (!seq) return;
    const message = 'what could not be sent for 7 days is dropped';
    host.warn(message);
    drop(stream, seq, message);
  };

  const writeRequest = (stream: Stream, end: number, asks?: string) =>
    `{"stream":"${stream.id}","sentAt":${now()},${
      asks ? `"as":"${asks}","ask":["segments"],` : ''
    }"commands":${writeEntries(stream, stream.first, end)}}`;

  const answerQuestions = ({ lastSeq, asks }: Batch, segments?: readonly Segment[]) => {
    const open: Question[] = [];
    const old = questions;
    questions = open;
    for (let i = 0; i < old.length; i += 1) {
      const question = old[i] as Question;
      if (question.as === asks && question.afterSeq <= lastSeq) question.resolve(segments);
      else open[open.length] = question;
    }
  };

  const onReply = (batch: Batch, reply: Reply) => {
    const { stream, lastSeq, asks } = batch;
    const conflict = conflicts < maxConflicts ? findConflict(reply.rejected) : undefined;
    failures = 0;
    conflicts = conflict === undefined ? 0 : conflicts + 1;
    maxCount = Math.min(maxCount * 2, maxBatchCount);
    const rejections: Record<number, Rejection> = {};
    for (let i = 0; i < reply.rejected.length; i += 1) {
      const rejection = reply.rejected[i] as Rejection;
      if (conflict !== undefined && rejection.seq >= conflict) continue;
      if (rejection.scope !== 'key') rejections[rejection.seq] = rejection;
      host.refuse(`${rejection.path ? `${rejection.path}: ` : ''}${rejection.message}`);
    }
    const done = remove(stream, conflict === undefined ? lastSeq : conflict - 1);
    // First the state, then those who wait and will look at it.
    if (conflict === undefined) host.onUsers(reply.users);
    else onConflict(stream);
    for (let i = 0; i < done.length; i += 1) {
      const { seq, as, settle } = done[i] as Entry;
      const rejection = rejections[seq];
      settle?.({ userId: reply.users[as] ?? null, ...(rejection && { rejection }) });
    }
    if (conflict !== undefined) return;
    if (asks) {
      if (reply.segments) host.onSegments(asks, reply.segments);
      answerQuestions(batch, reply.segments);
    }
  };

  const onConflict = (stream: Stream) => {
    const from = stream.entries[stream.first]?.as;
    if (!from) return;
    rename(from, host.onConflict(from));
  };

  const rename = (from: string, to: string) => {
    forEachStream((stream) => {
      renameIn(stream, from, to);
      stored.rewrite(stream, now());
    });
    for (let i = 0; i < questions.length; i += 1) {
      const question = questions[i] as Question;
      if (question.as === from) question.as = to;
    }
  };

  const onFailure = (answer: Answer) => {
    failures += 1;
    save();
    isWaiting = true;
    wait += 1;
    const ownWait = wait;
    host.setTimeout(
      () => {
        if (wait === ownWait) retryNow();
      },
      retryDelayMs(failures, host.chance(), answer.retryAfter, now()),
    );
  };

  const retryNow = () => {
    wait += 1;
    isWaiting = false;
    run();
  };

  const onRefusal = (batch: Batch, answer: Answer) => {
    if (answer.status === 413 && batch.count > 1) {
      maxCount = Math.ceil(batch.count / 2);
      return;
    }
    const message = readProblem(answer);
    host.refuse(`${batch.count} commands are dropped: ${message}`);
    drop(batch.stream, batch.lastSeq, message);
    if (batch.asks) answerQuestions(batch);
  };

  /** Sends the next request; false when there is none, or it is to be tried later. */
  const sendNext = async (): Promise<boolean> => {
    host.onSend();
    const stream = nextStream();
    dropOld(stream);
    const end = findBatchEnd(stream, { bytes: maxBatchBytes, count: maxCount });
    const count = end - stream.first;
    const lastSeq = count ? (stream.entries[end - 1] as Entry).seq : stream.nextSeq - 1;
    const question = questions[0];
    const asks =
      stream === own && question && question.afterSeq <= lastSeq ? question.as : undefined;
    if (!count && !asks) return stream !== own;
    let bytes = 200;
    for (let i = stream.first; i < end; i += 1) bytes += (stream.entries[i] as Entry).bytes;
    const body = writeRequest(stream, end, asks);
    const answer = await host.http.post(host.url, body, bytes, failures % 2 === 1);
    const reply = readReply(answer);
    const batch = { stream, count, lastSeq, asks };
    if (reply) onReply(batch, reply);
    else if (isTemporary(answer)) onFailure(answer);
    else onRefusal(batch, answer);
    return !isWaiting;
  };

  const run = () => {
    if (isWaiting) return;
    isAskedAgain = true;
    if (isSending) return;
    isSending = true;
    const loop = async () => {
      try {
        while (isAskedAgain) {
          isAskedAgain = false;
          while (await sendNext());
        }
      } catch (error) {
        host.warn(`sending failed: ${error}`);
      }
      isSending = false;
    };
    void loop();
  };

  const flushSoon = () => {
    if (isTimerSet) return;
    isTimerSet = true;
    host.setTimeout(() => {
      isTimerSet = false;
      if (isWaiting) save();
      else run();
    }, flushAfterMs);
  };

  const takeOver = () => {
    const found = stored.takeOver(now());
    for (let i = 0; i < found.length; i += 1) adopted[adopted.length] = found[i] as Stream;
    if (found.length) flushSoon();
  };
  takeOver();

  return {
    /** Puts a command into the queue. `settle` is told once what became of it. */
    add(as: string, at: number, command: WireCommand, settle?: Entry['settle']) {
      const entry = append(own, as, at, command, settle);
      if (entry.bytes > maxCommandBytes) {
        const message = `a command "${command.type}" of ${entry.bytes} bytes is too large`;
        host.refuse(message);
        // It is the last one, and alone is taken out again.
        own.entries.length -= 1;
        own.bytes -= entry.bytes;
        settle?.({ userId: null, rejection: { code: 'too_large', message } });
        return;
      }
      keepBound();
      const isDue = entry.isBarrier || own.entries.length - own.first >= flushAfterCount;
      if (isDue && !isWaiting) run();
      else flushSoon();
    },
    /** The segments of an id as the server sees them when all that was said before has arrived. */
    ask: (as: string): Promise<readonly Segment[] | undefined> =>
      new NativePromise((resolve) => {
        questions[questions.length] = { as, afterSeq: own.nextSeq - 1, resolve };
        run();
      }),
    rename,
    /** Whether an `identify` of this id waits for its answer. */
    isIdentifying(as: string): boolean {
      let isFound = false;
      forEachStream((stream) => {
        for (let i = stream.first; i < stream.entries.length; i += 1) {
          const entry = stream.entries[i] as Entry;
          if (entry.isBarrier && entry.as === as) isFound = true;
        }
      });
      return isFound;
    },
    /** Sends now what waits for company. */
    flush: run,
    /** Tries again at once, as the network is back. */
    retryNow,
    /** The page is hidden: it may never be heard of again. */
    save,
    /** The page goes: what is not answered is handed to the browser, and left for the next page. */
    leave() {
      host.onSend();
      save();
      forEachStream((stream) => {
        if (isEmpty(stream)) return;
        for (let bytes = maxBatchBytes; bytes > 1000; bytes /= 2) {
          const limits = { bytes, count: maxBatchCount, ignoresBarriers: true };
          if (host.http.beacon(host.url, writeRequest(stream, findBatchEnd(stream, limits)))) break;
        }
        stored.leave(stream.id);
      });
    },
    /** The page is back: what another page has taken over in between is no longer its own. */
    resume() {
      if (!isEmpty(own) && !stored.owns(own.id)) {
        stored.disown(own.id);
        own = createStream(host.createId());
        for (let i = 0; i < questions.length; i += 1) (questions[i] as Question).afterSeq = 0;
      }
      takeOver();
      save();
      retryNow();
    },
  };
}

/** The way out of a page. */
export type Outbox = ReturnType<typeof createOutbox>;
