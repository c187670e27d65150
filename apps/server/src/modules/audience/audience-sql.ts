import { joinSql, raw, renderSql, type Sql, type Statement, sql, uint32 } from '@muster/conditions';
import type { Sort, SortField } from '@muster/protocol';

/**
 * Questions about the population of one project. `matches` is what `compile` made of a tree: 0 or 1
 * for each user. Always `FINAL`: a user has a row for each change until the engine has merged them.
 */

/** `{count: UInt64, numbers: UInt32[]}`: how many match, and the first `limit` after `after`. */
export function selectPage(project: number, matches: Sql, after: number, limit: number): Statement {
  // One pass for both, so that count and page are of one state of the index.
  return renderSql(sql`
    SELECT countIf(m) AS count,
      groupArraySortedIf(${raw(String(Math.trunc(limit)))})(number, m AND number > ${uint32(after)}) AS numbers
    FROM (SELECT number, ${matches} AS m FROM users FINAL WHERE project = ${uint32(project)})`);
}

/** `{c0: UInt64, c1: …}`: how many match each of several, in one pass that shares equal conditions. */
export function selectCounts(project: number, several: readonly Sql[]): Statement {
  const counts = several.map((matches, i) => sql`countIf(${matches}) AS ${raw(`c${i}`)}`);
  return renderSql(sql`
    SELECT ${joinSql(counts, ', ')} FROM users FINAL WHERE project = ${uint32(project)}`);
}

/** `{numbers: UInt32[]}`: everybody who matches, sorted. */
export function selectNumbers(project: number, matches: Sql, sort: Sort | undefined): Statement {
  return renderSql(sql`
    SELECT groupArray(number) AS numbers
    FROM (
      SELECT number FROM users FINAL
      WHERE project = ${uint32(project)} AND ${matches}
      ORDER BY ${orderOf(sort)}
    )`);
}

const columns: Record<SortField, string> = {
  id: 'id',
  // As people look names up: capitals and small letters together.
  name: 'lowerUTF8(name)',
  email: 'lowerUTF8(email)',
  lastActivity: 'last_activity',
  created: 'created',
  firstSeen: 'first_seen',
  sessions: 'sessions',
};

function orderOf(sort: Sort | undefined): Sql {
  if (sort === undefined) return raw('number');
  const isDescending = sort.startsWith('-');
  const field = (isDescending ? sort.slice(1) : sort) as SortField;
  return raw(`${columns[field]} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, number`);
}
