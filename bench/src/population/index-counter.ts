import { compile, createResolver, type Plan, type Statement } from '@muster/conditions';
import type { IndexEngine } from '../../../apps/server/src/index/engine.ts';
import { selectCounts } from '../../../apps/server/src/modules/audience/audience-sql.ts';
import { benchNow } from './population.ts';
import { benchSegments } from './segments.ts';

/** Counts users of project 1, several questions in one statement, with the counts in their order. */
export interface IndexCounter {
  /** The whole of our way: tree to plan to SQL to answer. */
  askTrees(trees: readonly unknown[]): Promise<number[]>;
  /** Predicates over the tables of the index, as `handWritten` has them. */
  askByHand(predicates: readonly string[]): Promise<number[]>;
}

export function createIndexCounter(engine: IndexEngine): IndexCounter {
  async function ask(statement: Statement): Promise<number[]> {
    const [row] = await engine.query<Record<string, string>>(statement, { maxSeconds: 300 });
    return Object.values(row ?? {}).map(Number);
  }

  return {
    askTrees(trees) {
      const matches = resolveTrees(trees).map((plan) => compile(plan, 1));
      return ask(selectCounts(1, matches));
    },
    askByHand(predicates) {
      const counts = predicates.map((predicate, i) => `countIf(${predicate}) AS c${i}`);
      const text = `SELECT ${counts.join(', ')} FROM users FINAL WHERE project = 1`;
      return ask({ text, parameters: [] });
    },
  };
}

/** Plans of trees that may name segments of the benchmark. */
export function resolveTrees(trees: readonly unknown[]): Plan[] {
  const resolver = createResolver({
    now: benchNow,
    timeZone: 'UTC',
    segments: new Map(benchSegments.map(({ id, name, tree }) => [id, { name, conditions: tree }])),
    experiences: new Map(),
    imports: new Set(),
  });
  return trees.map((tree) => resolver.resolve(tree));
}
