import { compile, type Plan, type PlanNode, renderSql } from '@muster/conditions';
import type { Project } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { countPlans } from '../audience/count-plans.ts';

/** Counts saved segments, many in one question. */
export interface SegmentAudiences {
  /**
   * How many users each plan has, in their order; an invalid plan has none. `onPart` is told what is
   * known so far whenever that is more; `undefined` is not counted yet.
   */
  count(
    project: Project,
    plans: readonly Plan[],
    signal: AbortSignal,
    onPart?: (counts: readonly (number | undefined)[]) => void,
  ): Promise<number[]>;
}

/**
 * Segments that one statement counts: whoever waits for two hundred sees the first of them in a quarter of
 * the time, and all take a tenth longer than in one statement. Parts of 25 would take half longer.
 */
const defaultPartSize = 50;

/** Counts of a project that are kept from one question to the next. */
const maxRemembered = 1_000;

interface Counted {
  position: number;
  count: number;
}

/**
 * Remembers the counts of conditions that no passing of time can change, as long as the index holds
 * no more changes than when they were made: those are exact. All others are counted each time.
 */
export function createSegmentAudiences(
  questions: IndexQuestions,
  partSize = defaultPartSize,
): SegmentAudiences {
  const countedByProject = new Map<number, Map<string, Counted>>();

  return {
    async count({ number: project }, plans, signal, onPart) {
      // Read before the question: what is counted may include later changes, never fewer.
      const position = await questions.waitForIndex({ project, signal });
      const known = exactAt(position, countedByProject.get(project));
      countedByProject.set(project, known);
      const keys = plans.map((plan) => (movesWithTime(plan) ? undefined : keyOf(plan, project)));
      const found = keys.map((key) => (key === undefined ? undefined : known.get(key)?.count));
      const missing = [...found.keys()].filter((i) => found[i] === undefined);
      if (missing.length < plans.length) onPart?.([...found]);
      await countPlans(
        questions,
        missing.flatMap((i) => plans[i] ?? []),
        {
          project,
          signal,
          partSize,
          onPart(part, from) {
            for (const [at, count] of part.entries()) {
              const i = missing[from + at] ?? -1;
              found[i] = count;
              const key = keys[i];
              // At once: when the rest is given up, this need not be counted again.
              if (key !== undefined) known.set(key, { position, count });
            }
            onPart?.([...found]);
          },
        },
      );
      return found.map((count) => count ?? 0);
    },
  };
}

/** What is still exact at that position, also of segments that are not asked for now. */
function exactAt(position: number, known: ReadonlyMap<string, Counted> = new Map()) {
  const exact = [...known].filter(([, counted]) => counted.position === position);
  return new Map(exact.slice(-maxRemembered));
}

function keyOf(plan: Plan, project: number): string {
  return JSON.stringify(renderSql(compile(plan, project)));
}

function movesWithTime(plan: Plan): boolean {
  return plan.valid && isRelative(plan.root);
}

function isRelative(node: PlanNode): boolean {
  switch (node.type) {
    case 'group':
      return node.children.some(isRelative);
    case 'not':
      return isRelative(node.child);
    case 'value':
      return node.relative !== undefined;
    case 'event':
      return node.relative !== undefined || node.where.some(isRelative);
    case 'membership':
      return false;
  }
}
