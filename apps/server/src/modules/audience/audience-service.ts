import type { Group, Plan } from '@muster/conditions';
import type { Sort } from '@muster/protocol';
import type { Project, Store } from '../../store/store.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import type { IndexQuestions } from './ask-index.ts';
import { cutAfter, cutFirst, cutSnapshot, cutSorted, type NumberedPage } from './audience-page.ts';
import { type Breakdown, breakDown } from './breakdown.ts';
import { type Cursor, decodeCursor, fingerprintQuestion, refuseMismatch } from './cursor.ts';
import { readDocuments } from './members.ts';
import type { PlanQuestions } from './plan-questions.ts';
import {
  readNow,
  readSurroundings,
  readTree,
  refuseTree,
  type Surroundings,
} from './read-question.ts';
import type { Snapshots } from './snapshots.ts';

/** A question about a population. The tree is checked here: it comes as JSON. */
export interface AudienceQuestion {
  project: Project;
  conditions: unknown;
  /** As the request has it; absent: the clock's. */
  now?: string | number | undefined;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Which part of the answer, in which order. */
export interface PageWish {
  limit: number;
  cursor?: string | undefined;
  sort?: Sort | undefined;
}

export interface AudiencePage {
  count: number;
  documents: ProfileDocument[];
  nextCursor: string | null;
  now: number;
}

export interface AudienceService {
  count(question: AudienceQuestion): Promise<{ count: number; now: number }>;
  list(question: AudienceQuestion, wish: PageWish): Promise<AudiencePage>;
  breakDown(question: AudienceQuestion): Promise<Breakdown>;
}

interface Parts {
  store: Store;
  /** For lists in another order than that of numbers. */
  questions: IndexQuestions;
  asked: PlanQuestions;
  snapshots: Snapshots;
  now: () => number;
}

/**
 * Answers who matches and how many. Its refusals are `HttpProblem`s: those of `IndexQuestions` and
 * `decodeCursor`, and a 422 for a tree that does not parse or names what does not exist.
 */
export function createAudienceService(parts: Parts): AudienceService {
  const { store, questions, asked, snapshots, now } = parts;

  /** `pinned` is the instant of the page before: all pages of a question have one. */
  function surround(question: AudienceQuestion, pinned?: number): Promise<Surroundings> {
    return store.read((tx) =>
      readSurroundings(tx, question.project, ({ timeZone }) =>
        question.now === undefined ? (pinned ?? now()) : readNow(question.now, timeZone),
      ),
    );
  }

  async function cutPage(
    tree: Group,
    {
      surroundings,
      bound,
      cursor,
    }: {
      surroundings: Surroundings;
      bound: Pick<Cursor, 'question' | 'now'>;
      cursor: Cursor | undefined;
    },
    { limit, sort }: PageWish,
    signal: AbortSignal,
  ): Promise<NumberedPage> {
    if (cursor?.by === 'snapshot') {
      return cutSnapshot(snapshots.get(cursor.id, cursor.question), limit, cursor);
    }
    const plan = resolveTree(tree, surroundings);
    const source = { asked, plan, limit };
    const options = { project: surroundings.project, signal };
    if (cursor !== undefined) return cutAfter(source, cursor, options);
    if (sort === undefined) return cutFirst(source, bound, options);
    return cutSorted({ questions, plan, limit, snapshots, sort }, bound, options);
  }

  return {
    breakDown: (question) => breakDown(parts, question),

    async count(question) {
      const tree = readTree(question.conditions, { allowEmptyRoot: true });
      const surroundings = await surround(question);
      const { project, now } = surroundings;
      const plan = resolveTree(tree, surroundings);
      const options = { project, signal: question.signal, kind: 'audience' } as const;
      const [count = 0] = await asked.counts([plan], options);
      return { count, now };
    },

    async list(question, wish) {
      const { project, signal } = question;
      const tree = readTree(question.conditions, { allowEmptyRoot: true });
      const fingerprint = fingerprintQuestion(project.number, tree, wish.sort);
      const cursor = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, fingerprint);
      const surroundings = await surround(question, cursor?.now);
      const bound = { question: fingerprint, now: surroundings.now };
      if (cursor !== undefined && cursor.now !== bound.now) throw refuseMismatch();
      const page = await cutPage(tree, { surroundings, bound, cursor }, wish, signal);
      const documents = await readDocuments(store, project.number, page.numbers);
      return { count: page.count, documents, nextCursor: page.nextCursor, now: bound.now };
    },
  };
}

/** Broken references in a question are the asker's to repair, so they are refused. */
function resolveTree(tree: Group, { resolver }: Surroundings): Plan {
  const plan = resolver.resolve(tree, { allowEmptyRoot: true });
  if (!plan.valid) throw refuseTree(plan.problems);
  return plan;
}
