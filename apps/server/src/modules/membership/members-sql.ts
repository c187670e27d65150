import {
  type EventQuery,
  type Instant,
  instant,
  joinSql,
  raw,
  renderSql,
  type Sql,
  type Statement,
  sql,
  string,
  uint32,
} from '@muster/conditions';
import { never } from './next-change-sql.ts';

/**
 * Questions whose answers are bitsets: `{places: UInt32[], w0: UInt32[], …}`, the words that are not
 * zero with their places. A million users are 31,250 words, where their numbers would be megabytes.
 */
export interface WordsRow {
  places: number[];
  [words: `w${number}`]: number[];
}

const bit = raw('bitShiftLeft(toUInt32(1), toUInt8(number % 32))');
const place = raw('intDiv(number, 32)');

/** Everybody of the project, and who matches each of several. */
export function selectWords(project: number, several: readonly Sql[]): Statement {
  const tests = [raw('1'), ...several];
  const matches = tests.map((matches, i) => sql`${matches} AS m${raw(String(i))}`);
  const words = tests.map(
    (_, i) => sql`groupBitOr(if(${raw(`m${i}`)}, bit, toUInt32(0))) AS b${raw(String(i))}`,
  );
  return selectArrays(
    tests.length,
    sql`SELECT place, ${joinSql(words, ', ')} FROM (
      SELECT ${place} AS place, ${bit} AS bit, ${joinSql(matches, ', ')}
      FROM users FINAL WHERE project = ${uint32(project)})
    GROUP BY place`,
  );
}

/** Users, and the seconds from an instant until something about them may change. */
export interface NextChangesRow {
  numbers: number[];
  seconds: number[];
}

/** The earliest of these instants of each user, see `compileNextChange`; nobody for whom all are never. */
export function selectNextChanges(
  project: number,
  instants: readonly Sql[],
  base: Instant,
): Statement {
  return selectSeconds(
    sql`SELECT number, ${leastOf(instants)} AS next FROM users FINAL WHERE project = ${uint32(project)}`,
    base,
  );
}

/** The same of the events that are asked for. */
export function selectNextChangesOfEvents(
  project: number,
  { source, name, from, until }: EventQuery,
  instants: readonly Sql[],
  base: Instant,
): Statement {
  const tests = [
    sql`project = ${uint32(project)}`,
    sql`source = ${string(source)}`,
    sql`name = ${string(name)}`,
  ];
  if (from !== undefined) tests.push(sql`timestamp >= ${instant(from)}`);
  if (until !== undefined) tests.push(sql`timestamp < ${instant(until)}`);
  return selectSeconds(
    sql`SELECT number, min(${leastOf(instants)}) AS next FROM events
    WHERE ${joinSql(tests, ' AND ')} GROUP BY number`,
    base,
  );
}

function leastOf(instants: readonly Sql[]): Sql {
  return sql`least(${joinSql([...instants, sql`${instant(never)}`], ', ')})`;
}

/** Whole seconds, rounded down: they are as text what milliseconds would be thrice. */
function selectSeconds(next: Sql, base: Instant): Statement {
  return renderSql(sql`SELECT groupArray(number) AS numbers, groupArray(seconds) AS seconds FROM (
    SELECT number, toUInt32(least(intDiv(next - ${instant(base)}, 1000), 4294967295)) AS seconds
    FROM (${next}) WHERE next < ${instant(never)})`);
}

function selectArrays(count: number, words: Sql): Statement {
  const arrays = Array.from({ length: count }, (_, i) => raw(`groupArray(b${i}) AS w${i}`));
  return renderSql(
    sql`SELECT groupArray(place) AS places, ${joinSql(arrays, ', ')} FROM (${words})`,
  );
}
