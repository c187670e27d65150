import { movePlans, type ValidPlan } from '@muster/conditions';
import { type Bitset, createBitset, listDifferences } from './bitset.ts';
import type { KeptMembers, Taken } from './kept-members.ts';
import type { Leaf } from './leaf.ts';
import { type FillingParts, partSize, readHolders } from './read-filling.ts';
import { StartOver } from './start-over.ts';

/** What came of comparing all that is kept of a project with the index. */
export interface ComparisonReport {
  /** Different conditions that were compared, of everybody. */
  conditions: number;
  /** Users of whom something was kept that is not so; it has been put right. */
  repaired: number;
  /** Users of whom the index says something else than the store, which is what was kept. */
  indexDiffers: number;
  /** Users of whom columns in memory said something else than the index, in conditions that were asked last; they were forgotten. */
  columnsDiffer: number;
  /** Segments whose count was not that of their members; it has been put right. */
  recounted: number;
  /** From the first question until the last difference was dealt with. */
  ms: number;
}

/** Compares what is kept of one project with the index, from time to time and a part at a time. */
export interface Comparison {
  /**
   * Goes on after a step, and waits for nothing: the index is asked meanwhile. Whom it finds different it
   * puts among the doubted. Throws a `StartOver` when they are too many to be looked at one by one.
   */
  goOn(kept: KeptMembers, taken: Taken): Promise<void>;
}

interface Parts extends FillingParts {
  headPosition: () => Promise<number>;
  /** Told of each comparison that came to its end. */
  onCompared: (report: ComparisonReport) => void;
  /** Told when the index could not be asked; it is tried again later. */
  onFailed: (error: unknown) => void;
  /** Called when there is something to go on with. */
  wake: () => void;
  /** From the end of a comparison to the next, at least; the first comes so long after the beginning. */
  everyMs: number;
}

/** What takes longer than this is done that much more rarely. */
const usualMs = 15_000;

/** Rather than looking at more users one by one, everything is filled anew. */
const mostDoubted = 2_000;

/** What the index was asked, and whoever was looked at since. */
interface Question {
  leaves: readonly Leaf[];
  /** Conditions that are not saved, as of the instant of the question. */
  asked: readonly ValidPlan[];
  looks: Bitset;
  answer?: Awaited<ReturnType<typeof readHolders>> & {
    /** No change that the index can have known of comes after it. */
    through: number;
  };
  failure?: unknown;
}

interface Round extends Omit<ComparisonReport, 'ms'> {
  left: Part[];
  startedAt: number;
  question?: Question | undefined;
}

/** What is asked in one question: leaves, or conditions that are not saved. */
interface Part {
  leaves: readonly Leaf[];
  asked: readonly ValidPlan[];
}

export function createComparison(parts: Parts): Comparison {
  const { headPosition, onCompared, onFailed, wake, everyMs } = parts;
  let dueAt = performance.now() + everyMs;
  let round: Round | undefined;

  function begin({ membership, population, doubted }: KeptMembers): Round {
    const begun: Round = {
      ...{ conditions: 0, repaired: 0, indexDiffers: 0, columnsDiffer: 0, recounted: 0 },
      left: split(membership.readyLeaves(), population.listAsked()),
      startedAt: performance.now(),
    };
    for (const number of membership.listContradictions()) doubted.add(number);
    limitDoubt(begun, doubted);
    return begun;
  }

  function limitDoubt(current: Round, { size }: ReadonlySet<number>): void {
    if (size <= mostDoubted) return;
    onCompared(toReport({ ...current, repaired: current.repaired + size }));
    throw new StartOver('it differs too much from the index');
  }

  /**
   * What is kept is compared as it is when the answer has come, with what the index says of the instant of the
   * question: for whoever was not looked at meanwhile that is the same.
   */
  function ask({ membership }: KeptMembers, { leaves, asked }: Part): Question {
    const move = (plan: ValidPlan) => {
      const [moved] = movePlans([plan], membership.now);
      return moved?.valid ? moved : plan;
    };
    const question: Question = { leaves, asked: asked.map(move), looks: createBitset() };
    membership.noteLooks(question.looks);
    readAnswer([...leaves.map(({ plan }) => move(plan)), ...question.asked])
      .then((answer) => {
        question.answer = answer;
      })
      .catch((error: unknown) => {
        question.failure = error;
      })
      .finally(wake);
    return question;
  }

  async function readAnswer(plans: readonly ValidPlan[]): Promise<Question['answer']> {
    const found = await readHolders(parts, plans);
    return { ...found, through: await headPosition() };
  }

  function compare(
    { membership, doubted }: KeptMembers,
    { leaves, looks }: Question,
    answer: NonNullable<Question['answer']>,
  ): void {
    const known = new Set(membership.readyLeaves());
    const pairs: [Bitset, Bitset][] = [[membership.everyone, answer.everyone]];
    for (const [i, leaf] of leaves.entries()) {
      // Another definition may have left it behind.
      if (known.has(leaf))
        pairs.push([leaf.members.toBitset(), answer.members[i] ?? createBitset()]);
    }
    for (const [kept, found] of pairs) {
      for (const number of listDifferences(kept, found, looks)) doubted.add(number);
    }
  }

  /** How many users the columns say something else of; where any, they are forgotten. */
  async function compareColumns(
    { membership, population }: KeptMembers,
    { leaves, asked, looks }: Question,
    answer: NonNullable<Question['answer']>,
  ): Promise<number> {
    const found = (await population.probe(asked, membership.everyone)) ?? [];
    const different = new Set<number>();
    for (const [i, bits] of found.entries()) {
      const right = answer.members[leaves.length + i] ?? createBitset();
      for (const number of listDifferences(bits, right, looks)) different.add(number);
    }
    if (different.size > 0) population.forget();
    return different.size;
  }

  function end({ startedAt }: Round): void {
    round = undefined;
    const tookMs = performance.now() - startedAt;
    dueAt = performance.now() + everyMs * Math.max(1, tookMs / usualMs);
  }

  /** Takes in the answer, if there is one and all that it can have known of has been taken in. */
  async function takeAnswer(kept: KeptMembers, current: Round, question: Question): Promise<void> {
    const { answer, leaves, asked } = question;
    if (answer === undefined || kept.position < answer.through) return;
    compare(kept, question, answer);
    if (asked.length > 0) current.columnsDiffer += await compareColumns(kept, question, answer);
    kept.membership.noteLooks(undefined);
    current.conditions += leaves.length + asked.length;
    current.question = undefined;
    limitDoubt(current, kept.doubted);
  }

  function goToNext(kept: KeptMembers, current: Round): void {
    const next = current.left.shift();
    if (next !== undefined) {
      current.question = ask(kept, next);
      return;
    }
    current.recounted += kept.membership.recount();
    end(current);
    onCompared(toReport(current));
  }

  return {
    async goOn(kept, { isCurrent, repaired, confirmed }) {
      const { membership, doubted } = kept;
      if (round === undefined) {
        const isSettled = isCurrent && membership.emptyLeaves().length === 0;
        if (!isSettled || performance.now() < dueAt) return;
        round = begin(kept);
      }
      round.repaired += repaired;
      round.indexDiffers += confirmed;
      if (round.question?.failure !== undefined) {
        membership.noteLooks(undefined);
        onFailed(round.question.failure);
        end(round);
        return;
      }
      if (round.question !== undefined) await takeAnswer(kept, round, round.question);
      const isBusy = round.question !== undefined || doubted.size > 0;
      if (isCurrent && !isBusy) goToNext(kept, round);
    },
  };
}

function toReport({ left: _, question: __, startedAt, ...found }: Round): ComparisonReport {
  return { ...found, ms: performance.now() - startedAt };
}

/** One part of leaves at least: who there is can be compared without a condition. */
function split(leaves: readonly Leaf[], asked: readonly ValidPlan[]): Part[] {
  const count = Math.max(1, Math.ceil(leaves.length / partSize));
  const parts = Array.from({ length: count }, (_, i): Part => {
    return { leaves: leaves.slice(i * partSize, (i + 1) * partSize), asked: [] };
  });
  return asked.length === 0 ? parts : [...parts, { leaves: [], asked }];
}
