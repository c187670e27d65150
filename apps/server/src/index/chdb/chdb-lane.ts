import { setTimeout as sleep } from 'node:timers/promises';
import type { Statement } from '@muster/conditions';
import type { Session, StreamChunk } from 'chdb';
import { untilAborted } from '../abort.ts';
import { type IndexEngine, type QueryOptions, toIndexEngineError } from '../engine.ts';
import { createLaneQueue, type LaneQueue } from '../lane-queue.ts';
import { writeSet } from '../parameters.ts';
import { defaultMaxSeconds, insertSettings } from '../settings.ts';

/** A place of a lane: one session, opened when it is first used. */
export interface ChdbWorker {
  session: Session | undefined;
}

export interface ChdbLane extends IndexEngine {
  readonly queue: LaneQueue<ChdbWorker>;
  readonly workers: readonly ChdbWorker[];
  /** Ends every question of this lane that runs. */
  stopRunning(): void;
}

export interface ChdbLaneOptions {
  /** Statements that run at once. */
  width: number;
  open: () => Session;
  /** Asks the engine, from another session, to end the statement of this name. */
  kill: (name: string) => Promise<void>;
}

export function createChdbLane({ width, open, kill }: ChdbLaneOptions): ChdbLane {
  const workers = Array.from({ length: width }, (): ChdbWorker => ({ session: undefined }));
  const queue = createLaneQueue(workers);
  const statements = createRunningStatements(kill);

  function sessionOf(worker: ChdbWorker): Session {
    // A session that chDB has closed by itself is replaced.
    if (!worker.session?.open) worker.session = open();
    return worker.session;
  }

  return {
    kind: 'chdb',
    queue,
    workers,
    stopRunning: statements.stopAll,

    async query<Row>(
      { text, parameters }: Statement,
      { signal, maxSeconds = defaultMaxSeconds }: QueryOptions = {},
    ): Promise<Row[]> {
      const work = queue.run(async (worker) => {
        const session = sessionOf(worker);
        const { name, end } = statements.begin(signal);
        try {
          const set = writeSet(parameters, { max_execution_time: maxSeconds, log_comment: name });
          const result = await session.queryAsync(`${set}; ${text}`, { format: 'JSONEachRow' });
          return result.text();
        } catch (error) {
          throw toIndexEngineError(error);
        } finally {
          end();
        }
      }, signal);
      return parseLines<Row>(await untilAborted(work, signal));
    },

    async *stream<Row>(
      { text, parameters }: Statement,
      { signal, maxSeconds = defaultMaxSeconds }: QueryOptions = {},
    ): AsyncGenerator<Row, void, undefined> {
      const { worker, release } = await queue.take(signal);
      const { name, end } = statements.begin(signal);
      let chunks: AsyncIterator<StreamChunk> | undefined;
      try {
        const session = sessionOf(worker);
        const set = writeSet(parameters, { max_execution_time: maxSeconds, log_comment: name });
        await session.queryAsync(set);
        chunks = session.queryStream(text, { format: 'JSONEachRow' })[Symbol.asyncIterator]();
        for (;;) {
          const step = await untilAborted(chunks.next(), signal);
          if (step.done) return;
          yield* parseLines<Row>(step.value.text());
        }
      } catch (error) {
        throw signal?.aborted ? signal.reason : toIndexEngineError(error);
      } finally {
        // The session is free when the fetch that runs has ended; the caller need not wait for it.
        void Promise.resolve(chunks?.return?.())
          .catch(() => undefined)
          .finally(() => {
            end();
            release();
          });
      }
    },

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
          await sessionOf(worker).queryAsync(
            `${writeSet(parameters, { max_execution_time: 0 })}; ${text}`,
          );
        } catch (error) {
          throw toIndexEngineError(error);
        }
      });
    },
  };
}

/** How long to wait before asking again to end a statement that has not ended. */
const killAgainAfterMs = 50;

let statementCount = 0;

/**
 * chDB cannot be interrupted: a statement that is to stop is ended from another session, by name,
 * asked again until it has ended, for it may not have begun when it is asked first.
 */
function createRunningStatements(kill: (name: string) => Promise<void>) {
  const stops = new Set<() => void>();

  function begin(signal: AbortSignal | undefined): { name: string; end: () => void } {
    signal?.throwIfAborted();
    statementCount += 1;
    const name = `muster-${process.pid}-${statementCount}`;
    let isOver = false;
    const killUntilOver = async () => {
      while (!isOver) {
        // If it cannot even be asked, the statement's own limit of time ends it.
        await kill(name).catch(() => undefined);
        await sleep(killAgainAfterMs);
      }
    };
    const stop = () => void killUntilOver();
    stops.add(stop);
    signal?.addEventListener('abort', stop, { once: true });
    return {
      name,
      end() {
        isOver = true;
        stops.delete(stop);
        signal?.removeEventListener('abort', stop);
      },
    };
  }

  return {
    begin,
    stopAll() {
      for (const stop of stops) stop();
    },
  };
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
