import {
  compile,
  joinSql,
  type Plan,
  raw,
  renderSql,
  type Sql,
  sql,
  uint32,
} from '@muster/conditions';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { type NumberRange, selectPage } from './audience-sql.ts';
import type { Compared, MatchPage } from './plan-questions.ts';

/** The first `limit` of a range of those who match, by the index. */
export async function askPage(
  questions: IndexQuestions,
  plan: Plan,
  range: NumberRange,
  limit: number,
  options: AskOptions,
): Promise<MatchPage> {
  const { project } = options;
  const statement = selectPage(project, compile(plan, project), range, limit);
  const [row] = await questions.ask<PageRow>(statement, options);
  const { count = '0', last = 0, numbers = [] } = row ?? {};
  return { count: Number(count), last, numbers };
}

/** How those who match one plan lie to those who match another, by the index. */
export async function askCompared(
  questions: IndexQuestions,
  [one, other]: readonly [Plan, Plan],
  samples: number,
  options: AskOptions,
): Promise<Compared> {
  const { project } = options;
  const pick = (condition: 'u AND NOT s' | 's AND NOT u'): Sql =>
    raw(`groupArraySortedIf(${samples})(number, ${condition})`);
  const columns = [
    raw('number'),
    sql`${compile(one, project)} AS s`,
    sql`${compile(other, project)} AS u`,
  ];
  const statement = renderSql(sql`
    SELECT countIf(s) AS before, countIf(u) AS after,
      countIf(u AND NOT s) AS entering, ${pick('u AND NOT s')} AS enter,
      countIf(s AND NOT u) AS leaving, ${pick('s AND NOT u')} AS leave
    FROM (SELECT ${joinSql(columns, ', ')} FROM users FINAL WHERE project = ${uint32(project)})`);
  const [found] = await questions.ask<ComparedRow>(statement, options);
  const { before = '0', after = '0', entering = '0', leaving = '0' } = found ?? {};
  return {
    before: Number(before),
    after: Number(after),
    enter: { count: Number(entering), numbers: found?.enter ?? [] },
    leave: { count: Number(leaving), numbers: found?.leave ?? [] },
  };
}

interface PageRow {
  count: string;
  last: number;
  numbers: number[];
}

interface ComparedRow {
  before: string;
  after: string;
  entering: string;
  enter: number[];
  leaving: string;
  leave: number[];
}
