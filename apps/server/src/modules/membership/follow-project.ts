import type { Instant, Plan } from '@muster/conditions';
import type { Logger } from 'pino';
import { createAlarm } from '../../index/alarm.ts';
import type { Indexer } from '../../index/indexer.ts';
import type { Project, ReadTransaction, Store } from '../../store/store.ts';
import { ProjectGoneError } from '../../store/store-errors.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { type ColumnLoader, createColumnLoader } from '../columns/column-loader.ts';
import type { Bitset } from './bitset.ts';
import { type Comparison, createComparison } from './compare-with-index.ts';
import type { ComparisonTally } from './comparison-tally.ts';
import { createFloodGate, floodLookMs } from './flood-gate.ts';
import {
  beginMembers,
  type Filling,
  isTooFarBehind,
  type KeptMembers,
  mostChangesBehind,
  peopleAtOnce,
  readStep,
  type Step,
  type Taken,
  takeStep,
} from './kept-members.ts';
import { type LiveMembers, toLiveMembers } from './live-members.ts';
import { createMoveTeller, type MoveTeller, readMoveRecord, type Telling } from './move-record.ts';
import { everybodyMoved, type Moved, toMoved } from './moved.ts';
import { type FillingParts, readEveryone, readFilling } from './read-filling.ts';
import { createComparisonReporter } from './report-comparisons.ts';
import { StartOver } from './start-over.ts';

/** Keeps the members of one project's segments. */
export interface ProjectFollower {
  /**
   * The members as of now; `undefined` when they are not known, and the index has to be asked. The first
   * question begins to keep them.
   */
  read(): Promise<LiveMembers | undefined>;
  /** Keeps them, whether or not somebody asks: webhooks want to be told who enters and leaves. */
  keep(): void;
  /**
   * Who matches each of these plans, which need not be of saved segments, with all that was written before the
   * question; `undefined` when that is not known, and the index has to be asked. Whoever asks twice begins to keep it.
   */
  find(plans: readonly Plan[]): Promise<Bitset[] | undefined>;
  /** Whether the user is a member, by what was read last. */
  has(segmentId: string, number: number): boolean | undefined;
  /** Bytes that are held. */
  readonly bytes: number;
  /** Nothing is held, since it would need more than may be. */
  readonly isTooLarge: boolean;
  stop(): Promise<void>;
}

/** What following needs. */
export interface FollowParts {
  store: Store;
  indexer: Pick<Indexer, 'status'>;
  questions: IndexQuestions;
  logger: Logger;
  now: () => Instant;
  /** Whether so many bytes may be held for the project. */
  allows: (bytes: number) => boolean;
  /** Absent: webhooks are told nothing. */
  telling?: Telling;
  /** Told that the project has been deleted: nothing is kept of it any more. */
  onGone?: () => void;
  /** Told of whom something may be different. */
  onMoved?: (moved: Moved) => void;
  /** Told what comes of comparing with the index. */
  comparisons: Pick<ComparisonTally, 'note' | 'noteFailure'>;
  /** Users from which on questions are not left to the index; default 10,000: it counts fewer in no time. */
  findFromUsers?: number;
  /** How long between two comparisons with the index, at least; default 5 minutes. */
  compareEveryMs?: number;
  /** How often it is looked whether something has changed; default 200. */
  lookEveryMs?: number;
  /** How long to wait after a failure, or where nothing can be kept; default 5,000. */
  retryAfterMs?: number;
  /** What nobody has asked for this long is forgotten; default 10 minutes. */
  forgetAfterMs?: number;
}

/** While it is behind it rests three times as long as it works: the thread belongs to requests first. */
const restShare = 3;

/**
 * Steps that a question waits for, at most: what comes in a second at two thousand changes a second takes some twenty.
 * They would be taken anyway; asking the index instead costs more, and takes longer.
 */
const stepsAQuestion = 40;

interface FillingUnderWay {
  ready?: Filling;
  failure?: unknown;
}

export function followProject(parts: FollowParts, project: Project): ProjectFollower {
  const { store, indexer, questions, logger, now, allows, telling, onGone, onMoved, comparisons } =
    parts;
  const { lookEveryMs = 200, retryAfterMs = 5_000, forgetAfterMs = 600_000 } = parts;
  const { compareEveryMs = 300_000, findFromUsers = 10_000 } = parts;
  const { number } = project;
  const alarm = createAlarm();
  const stopping = new AbortController();
  const fillingParts: FillingParts = { questions, project: number, signal: stopping.signal };
  const loader: ColumnLoader = createColumnLoader({
    ...{ ...fillingParts, logger, headPosition: store.headPosition },
    lastNumber: () => (kept?.membership.everyone.words.length ?? 0) * 32,
    allows: (bytes) => allows(bytesHeld() + bytes),
  });
  const reporter = createComparisonReporter({ ...fillingParts, comparisons, logger });
  let running: Promise<void> | undefined;
  let kept: KeptMembers | undefined;
  let filling: FillingUnderWay | undefined;
  let comparison: Comparison | undefined;
  /** While webhooks are told by this process. */
  let teller: MoveTeller | undefined;
  let isTelling = false;
  /** By the last step. */
  let isCurrent = false;
  /** It was current once, so that a question may wait for what has come since. */
  let wasCurrent = false;
  let isTooLarge = false;
  /** Somebody has asked about what is not saved. */
  let wasAsked = false;
  const flood = createFloodGate(store.headPosition);
  let turns: Promise<unknown> = Promise.resolve();
  let askedAt = 0;
  /** Before it is begun anew. */
  let restMs = retryAfterMs;

  /**
   * Steps are taken one at a time, whoever wants them. One that fails gives up what is kept before the next one's
   * turn: what waits for it, or for what is not kept any more, is `undefined`.
   */
  function takeTurn<T>(current: KeptMembers, work: () => Promise<T>): Promise<T | undefined> {
    const turn = turns.then(async () => {
      if (kept !== current) return undefined;
      try {
        return await work();
      } catch (error) {
        drop(error);
        return undefined;
      }
    });
    turns = turn;
    return turn;
  }

  const bytesHeld = () => (kept ? kept.membership.bytes() + kept.population.bytes() : 0);
  const hasExcluded = () => indexer.status().excluded.some((one) => one.project === number);

  /** More comes than the index can take in: then it is no time to ask it for everybody. */
  function isBusy(): boolean {
    const { head, position } = indexer.status();
    return head - position > mostChangesBehind;
  }

  /** As it is stored now. */
  async function requireProject(tx: ReadTransaction): Promise<Project> {
    const stored = await tx.project(project.id);
    if (stored?.number !== number) throw new ProjectGoneError();
    return stored;
  }

  async function begin(): Promise<KeptMembers | undefined> {
    if (hasExcluded() || isBusy()) return undefined;
    const tells = telling?.mayTell() ?? false;
    const found = await store.read(async (tx) => {
      await requireProject(tx);
      const record = tells ? await readMoveRecord(tx, number) : undefined;
      const begun = await beginMembers(tx, project, now(), record);
      return { begun, record, last: await tx.lastNumber(number) };
    });
    const { membership } = found.begun;
    if (!allows(membership.bytesFor(found.last))) {
      if (!isTooLarge)
        logger.warn({ project: number }, 'live membership needs more than its memory');
      isTooLarge = true;
      return undefined;
    }
    isTooLarge = false;
    // The index is waited for: it has every change that was there at the beginning.
    membership.fillEveryone(await readEveryone(fillingParts));
    isTelling = tells;
    if (found.record && telling) {
      teller = createMoveTeller({ store, project, now, telling }, found.begun, found.record);
    }
    comparison = createComparison({
      ...{ ...fillingParts, headPosition: store.headPosition, wake: alarm.ring },
      ...{ everyMs: compareEveryMs, ...reporter },
    });
    return found.begun;
  }

  /** Tells webhooks who has moved, if any wants to know. */
  async function tell(current: KeptMembers, { isHeard }: Step, { transitions }: Taken) {
    const { membership } = current;
    if (telling === undefined) return;
    if (telling.mayTell() !== isTelling) throw new StartOver('another process tells of moves now');
    if (!isTelling) return;
    if (!isHeard) {
      if (teller !== undefined) await store.write((tx) => tx.forgetTold(number));
      teller = undefined;
      for (const segment of membership.segments()) segment.isTold = false;
      return;
    }
    teller ??= createMoveTeller({ store, project, now, telling }, current, undefined);
    teller.collect(transitions);
    const isBetween = membership.dueBy(membership.now, 1).length > 0;
    if (current.isFilled && !isBetween) await teller.tell();
  }

  function startFilling(current: KeptMembers): void {
    if (filling !== undefined) return;
    const leaves = current.membership.emptyLeaves();
    if (leaves.length === 0) return;
    const mine: FillingUnderWay = {};
    filling = mine;
    const read = async () => {
      const found = await readFilling(fillingParts, leaves);
      mine.ready = { leaves: found, through: await store.headPosition() };
    };
    read()
      .catch((error: unknown) => {
        mine.failure = error;
      })
      .finally(alarm.ring);
  }

  /** Takes in some of what has come. */
  async function step(current: KeptMembers): Promise<void> {
    if (filling?.failure !== undefined) throw filling.failure;
    if (hasExcluded()) throw new StartOver('the index has left out a user');
    const next = await store.read(async (tx) => {
      return readStep(tx, await requireProject(tx), current, now());
    });
    // What is told must not be lost by a power cut.
    await store.settle();
    if (isTooFarBehind(current, next)) {
      flood.close(next.head, current.rowsAChange);
      throw new StartOver('it is too far behind');
    }
    const taken = takeStep(current, next, filling?.ready);
    if (taken.isFilled) filling = undefined;
    await tell(current, next, taken);
    const { membership, population } = current;
    if (!allows(membership.bytesFor(membership.size) + population.bytes())) {
      population.evict();
    }
    if (!allows(membership.bytesFor(membership.size))) {
      throw new StartOver('it needs more memory than it may have');
    }
    await comparison?.goOn(current, taken);
    const moved = toMoved(taken.transitions, next);
    if (moved !== undefined) onMoved?.(moved);
    isCurrent = taken.isCurrent && current.doubted.size === 0;
    // Who has moved before is not known.
    if (isCurrent && !wasCurrent) onMoved?.(everybodyMoved);
    if (isCurrent) wasCurrent = true;
  }

  function forget(): void {
    kept = undefined;
    filling = undefined;
    comparison = undefined;
    teller = undefined;
    isCurrent = false;
    wasCurrent = false;
  }

  /** There is no such project any more. */
  function leave(): void {
    stopping.abort();
    alarm.ring();
    onGone?.();
  }

  function drop(error: unknown): void {
    const wasKept = kept !== undefined;
    forget();
    restMs = error instanceof StartOver ? lookEveryMs : retryAfterMs;
    if (stopping.signal.aborted) return;
    const what = { project: number, err: error };
    if (error instanceof ProjectGoneError) leave();
    else if (error instanceof StartOver) logger.info(what, 'live membership starts over');
    else if (wasKept) logger.warn(what, 'live membership starts over');
    else logger.warn(what, 'live membership cannot be begun; trying again');
  }

  async function look(): Promise<number> {
    if (kept === undefined) {
      if (await flood.isClosed()) return floodLookMs;
      kept = await begin();
      if (kept === undefined) return retryAfterMs;
    }
    const current = kept;
    startFilling(current);
    const startedAt = performance.now();
    await takeTurn(current, () => step(current));
    if (kept !== current) return restMs;
    startFilling(current);
    loader.goOn(current);
    if (isCurrent) return lookEveryMs;
    return Math.min(lookEveryMs, restShare * (performance.now() - startedAt));
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted && now() - askedAt < forgetAfterMs) {
      let waitMs: number;
      try {
        waitMs = await look();
      } catch (error) {
        drop(error);
        waitMs = restMs;
      }
      await alarm.sleep(waitMs);
    }
    forget();
    running = undefined;
  }

  /** Answers when everything is taken in, `undefined` when that takes too long. */
  async function answer<T>(
    current: KeptMembers,
    work: () => T | Promise<T>,
  ): Promise<T | undefined> {
    for (let steps = 0; steps < stepsAQuestion; steps += 1) {
      await step(current);
      if (isCurrent) return work();
    }
    return undefined;
  }

  async function answerNow<T>(
    work: (current: KeptMembers) => T | Promise<T>,
  ): Promise<T | undefined> {
    const current = kept;
    if (current === undefined || !wasCurrent || isFarBehind(current)) return undefined;
    return takeTurn(current, () => answer(current, () => work(current)));
  }

  /** More are due than a question waits for, as after a filling. */
  function isFarBehind({ membership }: KeptMembers): boolean {
    const most = stepsAQuestion * peopleAtOnce;
    return membership.dueBy(now(), most + 1).length > most;
  }

  function keep(): void {
    askedAt = now();
    running ??= run();
  }

  return {
    keep() {
      if (!stopping.signal.aborted) keep();
    },
    async read() {
      if (stopping.signal.aborted) return undefined;
      keep();
      return answerNow(toLiveMembers);
    },
    async find(plans) {
      if (stopping.signal.aborted) return undefined;
      if (wasAsked) keep();
      wasAsked = true;
      if ((kept?.membership.size ?? 0) < findFromUsers) return undefined;
      return answerNow(async ({ population, membership }) => {
        try {
          return await population.find(plans, membership.everyone);
        } catch (error) {
          // The index answers; who is in which segment is not touched by it.
          logger.error({ project: number, err: error }, 'columns in memory have failed');
          population.forget();
          return undefined;
        }
      });
    },
    has: (segmentId, user) => kept?.membership.has(segmentId, user),
    get isTooLarge() {
      return isTooLarge;
    },
    get bytes() {
      return bytesHeld();
    },
    async stop() {
      stopping.abort();
      alarm.ring();
      await running;
      await turns;
    },
  };
}
