import { compile, type Plan, type PlanNode, renderSql } from '@muster/conditions';
import type { Project } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { countPlans } from '../audience/count-plans.ts';

/** Counts saved segments, all in one question. */
export interface SegmentAudiences {
  /** How many users each plan has, in their order; an invalid plan has none. */
  count(project: Project, plans: readonly Plan[], signal: AbortSignal): Promise<number[]>;
}

interface Counted {
  position: number;
  count: number;
}

/**
 * Remembers the counts of conditions that no passing of time can change, as long as the index holds
 * no more changes than when they were made: those are exact. All others are counted each time.
 */
export function createSegmentAudiences(questions: IndexQuestions): SegmentAudiences {
  const countedByProject = new Map<number, Map<string, Counted>>();

  return {
    async count({ number: project }, plans, signal) {
      // Read before the question: what is counted may include later changes, never fewer.
      const position = await questions.waitForIndex({ project, signal });
      const known = countedByProject.get(project);
      const keys = plans.map((plan) => (movesWithTime(plan) ? undefined : keyOf(plan, project)));
      const remembered = keys.map((key) => {
        const counted = key === undefined ? undefined : known?.get(key);
        return counted?.position === position ? counted.count : undefined;
      });
      const missing = plans.filter((_, i) => remembered[i] === undefined);
      const fresh = (await countPlans(questions, missing, { project, signal })).values();
      const counts = remembered.map((count) => count ?? fresh.next().value ?? 0);

      const counted = new Map<string, Counted>();
      for (const [i, key] of keys.entries()) {
        if (key !== undefined) counted.set(key, { position, count: counts[i] ?? 0 });
      }
      countedByProject.set(project, counted);
      return counts;
    },
  };
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
