import { compile, type Plan, renderSql, type Sql } from '@muster/conditions';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { selectCounts } from './audience-sql.ts';

/** Characters of SQL that one statement counts; far below where the engine's parser gives up. */
const maxStatementLength = 100_000;

interface CountOptions extends AskOptions {
  /** At most this many a statement; left out, as many as fit into one. */
  partSize?: number;
  /** Told the counts of each part as they come, with the place of its first plan. */
  onPart?: (counts: readonly number[], from: number) => void;
}

/**
 * How many users each plan has, in their order; an invalid plan has none. All are counted in one pass
 * over the users, in several when the statement would be too long for one or parts are wanted.
 */
export async function countPlans(
  questions: IndexQuestions,
  plans: readonly Plan[],
  { partSize = Number.POSITIVE_INFINITY, onPart, ...options }: CountOptions,
): Promise<number[]> {
  const { project } = options;
  const pieces = plans.map((plan) => compile(plan, project));
  const counts: number[] = [];
  for (const several of splitStatements(pieces, partSize)) {
    const statement = selectCounts(project, several);
    const asking = { kind: 'waterfall', ...options } as const;
    const [row] = await questions.ask<Record<string, string>>(statement, asking);
    const part = several.map((_, i) => Number(row?.[`c${i}`]));
    onPart?.(part, counts.length);
    counts.push(...part);
  }
  return counts;
}

/** The pieces in their order, in parts that one statement can ask. */
export function splitStatements(pieces: readonly Sql[], partSize: number): Sql[][] {
  const chunks: Sql[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    const own = renderSql(piece).text.length;
    if (length + own > maxStatementLength || chunks.at(-1)?.length === partSize) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(piece);
    length += own;
  }
  return chunks;
}
