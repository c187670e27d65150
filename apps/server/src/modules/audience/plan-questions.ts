import { createResolver, type Plan } from '@muster/conditions';
import type { Project } from '../../store/store.ts';
import { countBits } from '../membership/bitset.ts';
import type { MembersDesk } from '../membership/follow-members.ts';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { askCompared, askPage } from './ask-plans.ts';
import type { NumberRange } from './audience-sql.ts';
import { countPlans } from './count-plans.ts';
import { compareFound, pageOfFound } from './found-members.ts';

/** Some of who matches, in order of number, and how many do. */
export interface MatchPage {
  count: number;
  /** The highest number that any user has. */
  last: number;
  numbers: number[];
}

/** How those who match one plan lie to those who match another. */
export interface Compared {
  before: number;
  after: number;
  /** Of whom only the other has, and the first of them. */
  enter: { count: number; numbers: number[] };
  leave: { count: number; numbers: number[] };
}

/** What is asked about: the whole project, since its members may be kept. */
export type PlanAskOptions = Omit<AskOptions, 'project'> & { project: Project };

/**
 * Questions about who matches plans, saved or not. They are answered from memory where all that the plans look at is
 * there, and else by the index: the answers are the same, and include all that was written before the question. Throws
 * what `IndexQuestions` throws.
 */
export interface PlanQuestions {
  /** How many match each, in their order. */
  counts(plans: readonly Plan[], options: PlanAskOptions): Promise<number[]>;
  /** The first `limit` of the range. */
  page(plan: Plan, range: NumberRange, limit: number, options: PlanAskOptions): Promise<MatchPage>;
  /** With so many of those on each side of the change. */
  compare(one: Plan, other: Plan, samples: number, options: PlanAskOptions): Promise<Compared>;
}

interface Parts {
  questions: IndexQuestions;
  members: Pick<MembersDesk, 'find'>;
  /** Told the seconds that an answer from memory took. */
  onAnswer?: (kind: 'memory', seconds: number) => void;
}

export function createPlanQuestions({ questions, members, onAnswer }: Parts): PlanQuestions {
  /** Who matches each, and everybody there is; `undefined` when the index has to be asked. */
  async function find(plans: readonly Plan[], { project, signal }: PlanAskOptions) {
    const startedAt = performance.now();
    const found = await members.find(project, [...plans, everybody]);
    signal.throwIfAborted();
    if (found !== undefined) onAnswer?.('memory', (performance.now() - startedAt) / 1000);
    return found;
  }

  return {
    async counts(plans, options) {
      const found = await find(plans, options);
      if (found) return found.slice(0, -1).map(countBits);
      return countPlans(questions, plans, byNumber(options));
    },
    async page(plan, range, limit, options) {
      const [matching, all] = (await find([plan], options)) ?? [];
      if (matching && all) return pageOfFound(matching, all, range, limit);
      return askPage(questions, plan, range, limit, byNumber(options));
    },
    async compare(one, other, samples, options) {
      const [before, after] = (await find([one, other], options)) ?? [];
      if (before && after) return compareFound(before, after, samples);
      return askCompared(questions, [one, other], samples, byNumber(options));
    },
  };
}

const everybody = createResolver({
  now: 0,
  timeZone: 'UTC',
  segments: new Map(),
  experiences: new Map(),
  imports: new Set(),
}).resolve({ type: 'group', match: 'all', children: [] }, { allowEmptyRoot: true });

function byNumber({ project, ...options }: PlanAskOptions): AskOptions {
  return { ...options, project: project.number };
}
