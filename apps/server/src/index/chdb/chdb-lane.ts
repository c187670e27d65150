import { setTimeout as sleep } from 'node:timers/promises';
import type { Statement } from '@muster/conditions';
import type { Session, StreamChunk } from 'chdb';
import { linkSignals, untilAborted } from '../abort.ts';
import { type IndexEngine, type QueryOptions, toIndexEngineError } from '../engine.ts';
import { createLaneQueue, type LaneQueue } from '../lane-queue.ts';
import { readNativeBlocks } from '../native-blocks.ts';
import { writeSet } from '../parameters.ts';
import { defaultMaxSeconds, insertSettings } from '../settings.ts';

/** A place of a lane: one session, opened when it is first used. */
export interface ChdbWorker {
  session: Session | undefined;
}

export interface ChdbLane extends IndexEngine {
  readonly queue: LaneQueue<ChdbWorker>;
  readonly workers: readonly ChdbWorker[];
}

export interface ChdbLaneOptions {
  /** Statements that run at once. */
  width: number;
  open: () => Session;
  /** Asks the engine, from another session, to end the statement of this name. */
  kill: (name: string) => Promise<void>;
}

let statementCount = 0;

export function createChdbLane({ width, open, kill }: ChdbLaneOptions): ChdbLane {
  const workers = Array.from({ length: width }, (): ChdbWorker => ({ session: undefined }));
  const queue = createLaneQueue(workers);

  function sessionOf(worker: ChdbWorker): Session {
    // A session that chDB has closed by itself is replaced.
    if (worker.session?.open) return worker.session;
    try {
      worker.session = open();
      return worker.session;
    } catch (error) {
      throw toIndexEngineError(error);
    }
  }

  /** A name for a statement that is ended when the signal aborts; `end` says that it has ended. */
  function beginStatement(signal: AbortSignal): { name: string; end: () => void } {
    signal.throwIfAborted();
    statementCount += 1;
    const name = `muster-${process.pid}-${statementCount}`;
    return { name, end: killOnAbort(signal, () => kill(name)) };
  }

  /** The answer as it comes; the worker is given back when it ends, is left or is given up. */
  async function* streamChunks(
    { text, parameters }: Statement,
    format: 'JSONEachRow' | 'Native',
    { signal, maxSeconds = defaultMaxSeconds }: QueryOptions = {},
  ): AsyncGenerator<StreamChunk, void, undefined> {
    const { worker, interrupted, release } = await queue.take(signal);
    const { signal: stop, unlink } = linkSignals(signal, interrupted);
    let chunks: AsyncIterator<StreamChunk> | undefined;
    let endStatement: () => void = () => undefined;
    let isFinished = false;

    /** Gives the session back when the fetch that runs has ended; nobody need wait for it. */
    function finish(): void {
      if (isFinished) return;
      isFinished = true;
      unlink();
      void Promise.resolve(chunks?.return?.())
        .catch(() => undefined)
        .finally(() => {
          endStatement();
          release();
        });
    }

    // Also while nobody asks for the next row: the session is wanted back.
    stop.addEventListener('abort', finish, { once: true });
    try {
      const session = sessionOf(worker);
      const { name, end } = beginStatement(stop);
      endStatement = end;
      const set = writeSet(parameters, { max_execution_time: maxSeconds, log_comment: name });
      await session.queryAsync(set);
      stop.throwIfAborted();
      chunks = session.queryStream(text, { format })[Symbol.asyncIterator]();
      for (;;) {
        const step = await untilAborted(chunks.next(), stop);
        if (step.done) return;
        yield step.value;
        stop.throwIfAborted();
      }
    } catch (error) {
      throw stop.aborted ? stop.reason : toIndexEngineError(error);
    } finally {
      finish();
    }
  }

  return {
    kind: 'chdb',
    queue,
    workers,

    async query<Row>(
      { text, parameters }: Statement,
      { signal, maxSeconds = defaultMaxSeconds }: QueryOptions = {},
    ): Promise<Row[]> {
      const work = queue.run(async (worker, interrupted) => {
        const session = sessionOf(worker);
        const stop = linkSignals(signal, interrupted);
        const { name, end } = beginStatement(stop.signal);
        try {
          const set = writeSet(parameters, { max_execution_time: maxSeconds, log_comment: name });
          const result = await session.queryAsync(`${set}; ${text}`, { format: 'JSONEachRow' });
          return result.text();
        } catch (error) {
          throw stop.signal.aborted ? stop.signal.reason : toIndexEngineError(error);
        } finally {
          end();
          stop.unlink();
        }
      }, signal);
      return parseLines<Row>(await untilAborted(work, signal));
    },

    async *stream<Row>(
      statement: Statement,
      options: QueryOptions = {},
    ): AsyncGenerator<Row, void, undefined> {
      for await (const chunk of streamChunks(statement, 'JSONEachRow', options)) {
        for (const row of parseLines<Row>(chunk.text())) {
          yield row;
          options.signal?.throwIfAborted();
        }
      }
    },

    streamBlocks: (statement, options) =>
      readNativeBlocks(rawBytes(streamChunks(statement, 'Native', options))),

    async insert(table, rows) {
      await queue.run(async (worker) => {
        try {
          const values = { table, values: rows, format: 'JSONEachRow' } as const;
          await sessionOf(worker).insert({ ...values, settings: insertSettings });
        } catch (error) {
          throw toIndexEngineError(error);
        }
      });
    },

    async execute({ text, parameters }) {
      await queue.run(async (worker) => {
        try {
          const set = writeSet(parameters, { max_execution_time: 0 });
          await sessionOf(worker).queryAsync(`${set}; ${text}`);
        } catch (error) {
          throw toIndexEngineError(error);
        }
      });
    },
  };
}

/** How long to wait before asking again to end a statement that has not ended. */
const killAgainAfterMs = 50;

/**
 * chDB cannot be interrupted: when the signal aborts, the statement is ended from another session, and
 * asked again until it has ended, for it may not have begun when it is asked first. Returns what to call
 * when it has ended.
 */
function killOnAbort(signal: AbortSignal, kill: () => Promise<void>): () => void {
  let isOver = false;
  async function killUntilOver(): Promise<void> {
    while (!isOver) {
      // If it cannot even be asked, the statement's own limit of time ends it.
      await kill().catch(() => undefined);
      await sleep(killAgainAfterMs);
    }
  }
  const start = () => void killUntilOver();
  signal.addEventListener('abort', start, { once: true });
  return () => {
    isOver = true;
    signal.removeEventListener('abort', start);
  };
}

async function* rawBytes(chunks: AsyncIterable<StreamChunk>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.raw();
}

function parseLines<Row>(text: string): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const until = end < 0 ? text.length : end;
    if (until > start) rows.push(JSON.parse(text.slice(start, until)) as Row);
    start = until + 1;
  }
  return rows;
}
