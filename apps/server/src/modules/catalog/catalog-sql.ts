import {
  type EventSource,
  findOperator,
  instant,
  joinSql,
  type Kind,
  raw,
  renderSql,
  type Sql,
  type Statement,
  type SubjectColumns,
  sql,
  string,
  uint32,
} from '@muster/conditions';
import type { Days } from '../experiences/analytics/analytics-days.ts';
import { hasKind } from './observed-keys.ts';

/** Rows that a catalog question is about: those of a table, or the newest of them. */
export interface CatalogRows {
  /** What stands behind `FROM`. */
  from: Sql;
}

/** All users of a project. */
export function fromUsers(project: number): CatalogRows {
  return { from: sql`users FINAL WHERE project = ${uint32(project)}` };
}

/** All occurrences of an event. */
export function fromEvents(project: number, source: string, name: string): CatalogRows {
  return { from: ofEvent(project, source, name) };
}

/** The newest occurrences of an event, at most `limit`: the table is in their order. */
export function fromNewestEvents(
  project: number,
  source: string,
  name: string,
  limit: number,
): CatalogRows {
  const newest = sql`SELECT timestamp, properties FROM ${ofEvent(project, source, name)}
    ORDER BY timestamp DESC LIMIT ${uint32(limit)}`;
  return { from: sql`(${newest}) WHERE 1` };
}

function ofEvent(project: number, source: string, name: string): Sql {
  return sql`events WHERE project = ${uint32(project)}
    AND source = ${string(source)} AND name = ${string(name)}`;
}

/** `{count: UInt64, paths: Map(String, Array(String))}`: rows, and the paths of their JSON column. */
export function selectPaths(
  column: 'attributes' | 'traits' | 'properties',
  { from }: CatalogRows,
): Statement {
  return renderSql(
    sql`SELECT count() AS count, distinctJSONPathsAndTypes(${raw(column)}) AS paths FROM ${from}`,
  );
}

/** `{count: UInt64}`: how many rows. */
export function selectCount({ from }: CatalogRows): Statement {
  return renderSql(sql`SELECT count() AS count FROM ${from}`);
}

/** One kind of one key, to be counted. */
export interface CountedColumn {
  columns: SubjectColumns;
  kind: Kind;
}

/** `{c0: UInt64, c1: …}`: how many rows have a value of each. */
export function selectKindCounts(
  counted: readonly CountedColumn[],
  { from }: CatalogRows,
): Statement {
  const counts = counted.map(
    ({ columns, kind }, i) => sql`countIf(${hasKind(columns, kind)}) AS ${raw(`c${i}`)}`,
  );
  return renderSql(sql`SELECT ${joinSql(counts, ', ')} FROM ${from}`);
}

/** `{s0: Array(String), t0: Int64, …}`: some frequent values of each as text, and when one last came. */
export function selectProofs(wanted: readonly CountedColumn[], { from }: CatalogRows): Statement {
  const proofs = wanted.map(({ columns, kind }, i) => {
    const text = kind === 'list' ? sql`arrayElement(${columns.list}, 1)` : toText(columns, kind);
    const has = hasKind(columns, kind);
    // What reads as a date is a text as well, whose samples say more than the instant.
    const samples = kind === 'date' ? raw('[]') : sql`topKIf(5)(${text}, ${has})`;
    return sql`${samples} AS ${raw(`s${i}`)}, maxIf(timestamp, ${has}) AS ${raw(`t${i}`)}`;
  });
  return renderSql(sql`SELECT ${joinSql(proofs, ', ')} FROM ${from}`);
}

/** `{source, name, count: UInt64, last: Int64}`: the events of a project, most frequent first. */
export function selectEvents(project: number, limit: number): Statement {
  return renderSql(sql`
    SELECT source, name, count() AS count, max(timestamp) AS last
    FROM events WHERE project = ${uint32(project)}
    GROUP BY source, name ORDER BY count DESC, source, name LIMIT ${uint32(limit)}`);
}

/** What `selectVolumes` answers. */
export interface VolumeRow {
  source: EventSource;
  name: string;
  count: string;
  users: string;
  first: string;
  last: string;
  /** The first second of a day, and how often on it. */
  days: [start: number, count: string][];
}

/** `VolumeRow`s: the events of a project, or one of them, most frequent first. */
export function selectVolumes(
  project: number,
  { starts, until }: Days,
  { only, limit }: { only?: { source: EventSource; name: string }; limit: number },
): Statement {
  const first = starts[0] ?? until;
  const seconds = { type: 'Array(UInt32)', value: starts.map((start) => start / 1000) } as const;
  const from = only
    ? fromEvents(project, only.source, only.name).from
    : sql`events WHERE project = ${uint32(project)}`;
  const isCounted = sql`timestamp >= ${instant(first)} AND timestamp < ${instant(until)}`;
  return renderSql(sql`
    SELECT source, name, sum(times) AS count, groupBitmapMerge(people) AS users,
      min(earliest) AS first, max(latest) AS last, groupArrayIf((day, times), day > 0) AS days
    FROM (
      SELECT source, name, count() AS times, groupBitmapState(number) AS people,
        min(timestamp) AS earliest, max(timestamp) AS latest,
        if(${isCounted}, roundDown(toUInt32(intDiv(timestamp, 1000)), ${seconds}), 0) AS day
      FROM ${from} GROUP BY source, name, day)
    GROUP BY source, name ORDER BY count DESC, source, name LIMIT ${uint32(limit)}`);
}

/** `{number, timestamp: Int64}`: the latest occurrences of an event. */
export function selectOccurrences(
  project: number,
  { source, name }: { source: EventSource; name: string },
  limit: number,
): Statement {
  const { from } = fromEvents(project, source, name);
  return renderSql(
    sql`SELECT number, timestamp FROM ${from} ORDER BY timestamp DESC, number LIMIT ${uint32(limit)}`,
  );
}

/** `{count: UInt64, numbers: Array(UInt32)}`: how many users have a value, and some of them. */
export function selectHolders(project: number, columns: SubjectColumns, limit: number): Statement {
  const has = sql`isNotNull(${columns.any})`;
  return renderSql(sql`
    SELECT count() AS count, groupArray(${raw(String(limit))})(number) AS numbers
    FROM users FINAL WHERE project = ${uint32(project)} AND ${has}`);
}

/** `{number}`: those users with a value of the kind who changed last. */
export function selectLatestHolders(
  project: number,
  { columns, kind }: CountedColumn,
  limit: number,
): Statement {
  return renderSql(sql`
    SELECT number FROM users FINAL WHERE project = ${uint32(project)} AND ${hasKind(columns, kind)}
    ORDER BY rev DESC, number LIMIT ${uint32(limit)}`);
}

/** Which values of a key. */
export interface ValuesWish {
  columns: SubjectColumns;
  kinds: readonly Kind[];
  prefix: string;
  limit: number;
}

/** `{kind, value: String, count: UInt64}`: the most frequent values of each kind, as text. */
export function selectValues(
  { columns, kinds, prefix, limit }: ValuesWish,
  { from }: CatalogRows,
): Statement {
  const parts = kinds.map((kind) => {
    const value =
      kind === 'list'
        ? sql`arrayJoin(arrayFilter(tag -> ${startsWith(sql`substring(tag, 3)`, prefix)}, ${columns.list}))`
        : toText(columns, kind);
    const wanted =
      kind === 'list'
        ? hasKind(columns, kind)
        : sql`${hasKind(columns, kind)} AND
      ${startsWith(toText(columns, kind), prefix)}`;
    return sql`(SELECT ${string(kind)} AS kind, ${value} AS value, count() AS count FROM ${from}
      AND ${wanted} GROUP BY value ORDER BY count DESC, value LIMIT ${uint32(limit)})`;
  });
  return renderSql(sql`SELECT kind, value, count FROM (${joinSql(parts, ' UNION ALL ')})
    ORDER BY count DESC, kind, value LIMIT ${uint32(limit)}`);
}

/** A value as text: what is not there is the empty text. */
function toText(columns: SubjectColumns, kind: Kind): Sql {
  if (kind === 'string') return sql`ifNull(${columns.string}, '')`;
  return sql`ifNull(toString(${columns[kind]}), '')`;
}

const operator = findOperator('string', 'startsWith');

/** As the operator of that name understands it: whatever the letter case. */
function startsWith(text: Sql, prefix: string): Sql {
  if (prefix === '') return raw('1');
  if (operator === undefined) throw new Error('There is no operator startsWith.');
  // It is given a text column and looks at no other.
  const columns = { string: text } as SubjectColumns;
  return operator.toSql(columns, operator.resolve(prefix, { now: 0, timeZone: 'UTC' }));
}
