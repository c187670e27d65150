import type { Statement } from '@muster/conditions';
import { HttpProblem } from '../../http/problem.ts';
import {
  type IndexEngine,
  type IndexEngines,
  isEngineDamage,
  isEngineTimeout,
} from '../../index/engine.ts';
import type { Indexer } from '../../index/indexer.ts';
import type { ColumnBlock } from '../../index/native-blocks.ts';

/** Puts questions to the index: none before it is current, not too many at once, none for ever. */
export interface IndexQuestions {
  /**
   * The rows of an answer that includes everything written to the project before the call. Throws an `HttpProblem`:
   * 429 when too many are waiting, 503 when the index does not catch up in time or is damaged, 504 when the
   * engine does not answer in time; `IndexUnavailable` when there is no index to ask; the signal's
   * reason when it aborts, which also ends the question in the engine.
   */
  ask<Row>(statement: Statement, options: AskOptions): Promise<Row[]>;
  /** `ask` for columns of a whole population, a block once the one before is done: see `IndexEngine.streamBlocks`. */
  readBlocks(
    statement: Statement,
    options: AskOptions,
    onBlock: (block: ColumnBlock) => Promise<void>,
  ): Promise<void>;
  /** Resolves when the index holds everything written before the call, with its position. */
  waitForIndex(options: Pick<AskOptions, 'project' | 'signal'>): Promise<number>;
}

/** What a question is about, for whoever measures how long answers take. */
export type QuestionKind =
  | 'audience'
  | 'segments'
  | 'waterfall'
  | 'ids'
  | 'insights'
  | 'catalog'
  | 'analytics'
  | 'export'
  | 'membership'
  | 'sizes';

/** How a question is asked. */
export interface AskOptions {
  /** The number of the project that is asked about. */
  project: number;
  signal: AbortSignal;
  /** Exports use `background`, so that nobody who looks at a page waits for one. */
  lane?: 'dashboard' | 'background';
  /** `audience` when absent. */
  kind?: QuestionKind;
}

/** The same questions, all of that kind. */
export function askAs(kind: QuestionKind, questions: IndexQuestions): IndexQuestions {
  return {
    ask: (statement, options) => questions.ask(statement, { ...options, kind }),
    readBlocks: (statement, options, onBlock) =>
      questions.readBlocks(statement, { ...options, kind }, onBlock),
    waitForIndex: (options) => questions.waitForIndex(options),
  };
}

interface Parts {
  engines: IndexEngines;
  indexer: Indexer;
  /** Told the seconds that each answered question took, waiting included. */
  onAnswer?: (kind: QuestionKind, seconds: number) => void;
  limits?: QuestionLimits;
}

interface QuestionLimits {
  /** Questions under way or waiting, all callers together. */
  maxAtOnce: number;
  /** For the index to catch up, and then again for the engine to answer. */
  maxSeconds: number;
}

const defaultLimits: QuestionLimits = { maxAtOnce: 64, maxSeconds: 30 };

export function createIndexQuestions({
  engines,
  indexer,
  onAnswer,
  limits: { maxAtOnce, maxSeconds } = defaultLimits,
}: Parts): IndexQuestions {
  let underWay = 0;
  let isRepairing = false;

  async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
    if (underWay >= maxAtOnce) {
      const detail = 'Too many questions are waiting for an answer; try again shortly.';
      throw new HttpProblem(429, 'too_many_questions', detail, { headers: { 'retry-after': '1' } });
    }
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  }

  /** Runs `work` until it ends, the caller goes, or time is up: then throws `timedOut()`. */
  async function limitTime<T>(
    caller: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
    timedOut: () => HttpProblem,
  ): Promise<T> {
    const timer = AbortSignal.timeout(maxSeconds * 1000);
    try {
      return await work(AbortSignal.any([caller, timer]));
    } catch (error) {
      // The engine has the same limit, and under load it may be the first to notice.
      const isLate = timer.aborted || isEngineTimeout(error);
      throw isLate && !caller.aborted ? timedOut() : error;
    }
  }

  async function repair(): Promise<void> {
    if (isRepairing) return;
    isRepairing = true;
    // Why it fails is said by the indexer; the next question tries again.
    await indexer.rebuild().catch(() => undefined);
    isRepairing = false;
  }

  /** Whoever follows the log may never read what this question has met, so nobody else would notice. */
  function refuseDamage(cause: unknown): HttpProblem {
    void repair();
    const detail = 'The index is damaged and is being made anew; try again shortly.';
    const headers = { 'retry-after': '5' };
    return new HttpProblem(503, 'index_unavailable', detail, { headers, cause });
  }

  function waitUntilCurrent(signal: AbortSignal, project: number): Promise<void> {
    return limitTime(
      signal,
      (limited) => indexer.caughtUp(limited, project),
      () => {
        const { head, position, state } = indexer.status();
        const detail = `The index is ${head - position} changes behind (${state}); try again shortly.`;
        return new HttpProblem(503, 'index_behind', detail, { headers: { 'retry-after': '5' } });
      },
    );
  }

  /** What `work` finds in a lane of the index, in its turn. */
  function answer<T>(
    { project, signal, lane = 'dashboard', kind = 'audience' }: AskOptions,
    work: (engine: IndexEngine, limits: { signal: AbortSignal; maxSeconds: number }) => Promise<T>,
  ): Promise<T> {
    return takeTurn(async () => {
      const startedAt = performance.now();
      await waitUntilCurrent(signal, project);
      const found = await limitTime(
        signal,
        (limited) => work(engines[lane], { signal: limited, maxSeconds }),
        () => {
          const detail = `The question took more than ${maxSeconds} s and was given up.`;
          return new HttpProblem(504, 'question_timeout', detail);
        },
      ).catch((error: unknown) => {
        throw isEngineDamage(error) ? refuseDamage(error) : error;
      });
      onAnswer?.(kind, (performance.now() - startedAt) / 1000);
      return found;
    });
  }

  return {
    ask: (statement, options) =>
      answer(options, (engine, limits) => engine.query<never>(statement, limits)),

    readBlocks: (statement, options, onBlock) =>
      answer(options, async (engine, limits) => {
        for await (const block of engine.streamBlocks(statement, limits)) await onBlock(block);
      }),

    async waitForIndex({ signal, project }) {
      await waitUntilCurrent(signal, project);
      return indexer.status().position;
    },
  };
}
