import { compile, type Plan, renderSql, type Sql } from '@muster/conditions';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { selectCounts } from './audience-sql.ts';

/** Characters of SQL that one statement counts; far below where the engine's parser gives up. */
const maxStatementLength = 100_000;

/**
 * How many users each plan has, in their order; an invalid plan has none. All are counted in one pass
 * over the users, in several when the statement would be too long for one.
 */
export async function countPlans(
  questions: IndexQuestions,
  plans: readonly Plan[],
  options: AskOptions,
): Promise<number[]> {
  const { project } = options;
  const pieces = plans.map((plan) => compile(plan, project));
  const counts: number[] = [];
  for (const several of splitByLength(pieces)) {
    const statement = selectCounts(project, several);
    const [row] = await questions.ask<Record<string, string>>(statement, options);
    counts.push(...several.map((_, i) => Number(row?.[`c${i}`])));
  }
  return counts;
}

function splitByLength(pieces: readonly Sql[]): Sql[][] {
  const chunks: Sql[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    const own = renderSql(piece).text.length;
    if (length + own > maxStatementLength) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(piece);
    length += own;
  }
  return chunks;
}
