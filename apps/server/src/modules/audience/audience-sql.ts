import { joinSql, raw, renderSql, type Sql, type Statement, sql, uint32 } from '@muster/conditions';
import type { Sort, SortField } from '@muster/protocol';

/**
 * Questions about the population of one project. `matches` is what `compile` made of a tree: 0 or 1
 * for each user. Always `FINAL`: a user has a row for each change until the engine has merged them.
 */

/** Which users a page is cut from: those with a number in it, the first excluded. */
export interface NumberRange {
  after: number;
  upTo: number;
}

/** More than any number of a user. */
export const unbounded = 0xffff_ffff;

/**
 * `{count: UInt64, last: UInt32, numbers: UInt32[]}`: how many match, the highest number that any user
 * has, and the first `limit` matches of the range. One pass for all, so that they are of one state.
 */
export function selectPage(
  project: number,
  matches: Sql,
  { after, upTo }: NumberRange,
  limit: number,
): Statement {
  const isInRange = sql`number > ${uint32(after)} AND number <= ${uint32(upTo)}`;
  return renderSql(sql`
    SELECT countIf(m) AS count, max(number) AS last,
      groupArraySortedIf(${raw(String(Math.trunc(limit)))})(number, m AND ${isInRange}) AS numbers
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
