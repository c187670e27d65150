import type { Answer, Http } from './http.ts';
import { parseJson, toRecord } from './json.ts';
import * as lists from './lists.ts';
import { NativePromise } from './native-promise.ts';
import { findConflict, isTemporary, readProblem, readReply } from './reply.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { StoredStreams } from './stored-streams.ts';
import {
  addEntry,
  type Entry,
  isBarrier,
  type Outcome,
  removeThrough,
  restoreStream,
  type Stream,
  takeBatch,
  writeEntries,
} from './stream.ts';
import type { Rejection, Reply, WireCommand } from './wire.ts';

const flushAfterMs = 50;
const flushAfterCount = 20;
const maxWaitingCount = 50_000;
const maxCommandBytes = 250_000;
/** `keepalive` and `sendBeacon` share 64 KiB. */
const batchLimits = { bytes: 60_000, count: 500 };
const maxConflicts = 3;

/** What the outbox needs, and whom it tells. */
export interface OutboxHost {
  url: string;
  http: Http;
  stored: StoredStreams;
  now: () => number;
  chance: () => number;
  createId: () => string;
  later: (work: () => void, ms: number) => unknown;
  /** Just before a request is made. */
  onSend: () => void;
  /** Who the browser ids of an answered request are now. */
  onUsers: (users: Reply['users']) => void;
  /** This id is not that user's but somebody else's: returns the one to say the rest with. */
  onConflict: (as: string, userId: string) => string;
  /** A question is answered: `asked` is the text of it that was sent, the id first. */
  onAnswer: (asked: string, reply: Reply) => void;
  warn: (message: string) => void;
  refuse: (message: string) => void;
}

interface Question {
  as: string;
  /** The fields of the request that ask, e.g. `"ask":["segments"]`. */
  fields: string;
  /** Asked together with, or after, this command of the own stream. */
  afterSeq: number;
  resolve: (reply?: Reply) => void;
}

/** A request that is on its way. */
interface Request {
  stream: Stream;
  lastSeq: number;
  asked: string;
  body: string;
}

const writeQuestion = ({ as, fields }: Question) => `"as":"${as}",${fields},`;
const firstAt = ({ entries }: Stream) => entries[0]?.at ?? 0;

/** The way out of a page. */
export type Outbox = ReturnType<typeof createOutbox>;

/** Says what the page says to the server: in order, once, whatever the network does. */
export function createOutbox(host: OutboxHost) {
  const { stored, now, later } = host;
  const createStream = () => restoreStream(host.createId(), undefined);
  let own = createStream();
  // What pages before this one have left; sent first.
  let adopted: Stream[] = [];
  let questions: Question[] = [];
  let isSending = false;
  let isTimerSet = false;
  let hasLeft = false;
  let failures = 0;
  let conflicts = 0;
  /** The present wait after a failure. */
  let wait: object | undefined;

  const eachStream = (work: (stream: Stream) => void) => {
    lists.each(adopted, work);
    work(own);
  };
  // A request that fails because the page goes must not take back what it has left to the next.
  const save = () => {
    if (!hasLeft) eachStream((stream) => stored.save(stream, now()));
  };

  /** Takes entries out of the queue; what is returned tells those who wait what came of them. */
  const finish = (stream: Stream, seq: number) => {
    const done = removeThrough(stream, seq);
    if (!stream.entries.length) stored.update(stream, now());
    return (toOutcome: (entry: Entry) => Outcome) =>
      lists.each(done, (entry) => entry.settle?.(toOutcome(entry)));
  };
  const drop = (stream: Stream, seq: number, message: string) => {
    host.refuse(message);
    finish(stream, seq)(() => ({ userId: null, rejection: { message } }));
  };

  const writeRequest = (stream: Stream, batch: readonly Entry[], asked = '') =>
    `{"stream":"${stream.id}","sentAt":${now()},${asked}"commands":${writeEntries(batch)}}`;

  /** The next request, if there is one: of the first stream in which something waits. */
  const prepare = (): Request | undefined => {
    host.onSend();
    adopted = lists.filter(adopted, (stream) => stream.entries.length && stored.keeps(stream));
    const stream = adopted[0] ?? own;
    const batch = takeBatch(stream, batchLimits);
    const lastSeq = batch[batch.length - 1]?.seq ?? stream.nextSeq - 1;
    const question = stream === own && questions[0];
    const asked = question && question.afterSeq <= lastSeq ? writeQuestion(question) : '';
    if (!batch.length && !asked) return undefined;
    return { stream, lastSeq, asked, body: writeRequest(stream, batch, asked) };
  };

  const rename = (from: string, to: string) => {
    const renameAs = (named: { as: string }) => {
      if (named.as === from) named.as = to;
    };
    eachStream((stream) => {
      lists.each(stream.entries, renameAs);
      stored.update(stream, now());
    });
    lists.each(questions, renameAs);
  };

  const answerQuestions = ({ lastSeq, asked }: Request, reply?: Reply) => {
    const old = questions;
    const isOpen = (question: Question) =>
      writeQuestion(question) !== asked || question.afterSeq > lastSeq;
    questions = lists.filter(old, isOpen);
    if (asked && reply) host.onAnswer(asked, reply);
    lists.each(old, (question) => {
      if (!isOpen(question)) question.resolve(reply);
    });
  };

  const onReply = (request: Request, reply: Reply) => {
    const { stream, lastSeq } = request;
    const conflict = conflicts < maxConflicts && findConflict(reply.rejected);
    const doneSeq = conflict ? Math.min(lastSeq, conflict - 1) : lastSeq;
    const rejections: Record<number, Rejection> = {};
    failures = 0;
    lists.each(reply.rejected, (rejection) => {
      if (rejection.seq > doneSeq) return;
      const { seq, path, message, scope } = rejection;
      if (scope !== 'key') rejections[seq] = rejection;
      host.refuse(`${path}: ${message}`);
    });
    const settle = finish(stream, doneSeq);
    const refused = conflict ? stream.entries[0] : undefined;
    // First the state, then those who wait and will look at it.
    if (refused) {
      const { userId } = toRecord(parseJson(`{${refused.rest}`));
      rename(refused.as, host.onConflict(refused.as, `${userId}`));
    } else host.onUsers(reply.users);
    conflicts = refused ? conflicts + 1 : 0;
    settle((entry) => ({
      userId: reply.users[entry.as] ?? null,
      rejection: rejections[entry.seq],
    }));
    // What is known of an id that is somebody else's is not for this page.
    if (!refused) answerQuestions(request, reply);
  };

  const onFailure = (answer: Answer) => {
    failures += 1;
    save();
    const own = {};
    wait = own;
    later(
      () => {
        if (wait === own) retryNow();
      },
      retryDelayMs(failures, host.chance(), answer.retryAfter, now()),
    );
  };

  const run = async () => {
    if (isSending || wait) return;
    isSending = true;
    try {
      for (let request = prepare(); request; request = wait ? undefined : prepare()) {
        const answer = await host.http.post(host.url, request.body, failures % 2 === 1);
        const reply = readReply(answer);
        if (reply) onReply(request, reply);
        else if (isTemporary(answer)) onFailure(answer);
        else {
          drop(request.stream, request.lastSeq, `dropped: ${readProblem(answer)}`);
          answerQuestions(request);
        }
      }
    } catch (error) {
      host.warn(`sending failed: ${error}`);
    }
    isSending = false;
  };
  // In a task of its own: to make a request costs the page more than all else that a push does.
  const runNext = () => later(() => void run(), 0);
  const retryNow = () => {
    wait = undefined;
    void run();
  };

  const flushSoon = () => {
    if (isTimerSet) return;
    isTimerSet = true;
    later(() => {
      isTimerSet = false;
      if (wait) save();
      else void run();
    }, flushAfterMs);
  };

  const takeOver = () => {
    lists.each(stored.takeOver(now()), (stream) => {
      // The oldest first: storage has no order.
      const isOlder = (other: Stream) => firstAt(other) <= firstAt(stream);
      const older = lists.filter(adopted, isOlder);
      lists.append(older, stream);
      lists.each(adopted, (other) => isOlder(other) || lists.append(older, other));
      adopted = older;
    });
    flushSoon();
  };
  takeOver();

  return {
    /** Puts a command into the queue. `settle` is told once what became of it. */
    add(as: string, at: number, command: WireCommand, settle?: Entry['settle']) {
      const entry = addEntry(own, as, at, command, settle);
      const { seq, bytes } = entry;
      if (bytes > maxCommandBytes) {
        host.refuse(`${command.type}: too many bytes`);
        own.entries.length -= 1;
      }
      if (own.entries.length > maxWaitingCount) {
        drop(own, seq - maxWaitingCount, 'dropped: too much waits');
      }
      if (isBarrier(entry) || seq % flushAfterCount === 0) runNext();
      flushSoon();
      return entry;
    },
    /** What the server answers about an id when all that was said before has arrived. */
    ask: (as: string, fields: string, isUrgent: boolean): Promise<Reply | undefined> =>
      new NativePromise((resolve) => {
        lists.append(questions, { as, fields, afterSeq: own.nextSeq - 1, resolve });
        (isUrgent ? runNext : flushSoon)();
      }),
    rename,
    /** Sends now what waits for company. */
    flush: run,
    /** Tries again at once, as the network is back. */
    retryNow,
    /** Keeps what waits: the page may never be heard of again. */
    save,
    /** The page goes: what is not answered is handed to the browser, and left for the next page. */
    leave() {
      host.onSend();
      hasLeft = true;
      eachStream((stream) => {
        stored.save(stream, '');
        if (!stream.entries.length) return;
        for (let { bytes, count } = batchLimits; bytes > 1000; bytes /= 2) {
          const batch = takeBatch(stream, { bytes, count, passesBarriers: true });
          if (host.http.beacon(host.url, writeRequest(stream, batch))) break;
        }
      });
      // Should the page come back, this one may be another page's by then.
      lists.append(adopted, own);
      own = createStream();
      lists.each(questions, (question) => {
        question.afterSeq = 0;
      });
    },
    /** The page is back. */
    resume() {
      hasLeft = false;
      takeOver();
      retryNow();
    },
  };
}
