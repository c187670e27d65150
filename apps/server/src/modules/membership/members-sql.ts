import {
  type EventQuery,
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

/** Whoever has had an event in the time. */
export function selectWordsOfEvents(
  project: number,
  { source, name, from, until }: EventQuery,
): Statement {
  const tests = [
    sql`project = ${uint32(project)}`,
    sql`source = ${string(source)}`,
    sql`name = ${string(name)}`,
  ];
  if (from !== undefined) tests.push(sql`timestamp >= ${instant(from)}`);
  if (until !== undefined) tests.push(sql`timestamp < ${instant(until)}`);
  return selectArrays(
    1,
    sql`SELECT ${place} AS place, groupBitOr(${bit}) AS b0 FROM events
    WHERE ${joinSql(tests, ' AND ')} GROUP BY place`,
  );
}

function selectArrays(count: number, words: Sql): Statement {
  const arrays = Array.from({ length: count }, (_, i) => raw(`groupArray(b${i}) AS w${i}`));
  return renderSql(
    sql`SELECT groupArray(place) AS places, ${joinSql(arrays, ', ')} FROM (${words})`,
  );
}
