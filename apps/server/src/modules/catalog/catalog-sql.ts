import {
  findOperator,
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
  const newest = sql`SELECT properties FROM ${ofEvent(project, source, name)}
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

/** `{s0: Array(String), …}`: some frequent values of each, as text. */
export function selectSamples(sampled: readonly CountedColumn[], { from }: CatalogRows): Statement {
  const samples = sampled.map(({ columns, kind }, i) => {
    const text = kind === 'list' ? sql`arrayElement(${columns.list}, 1)` : toText(columns, kind);
    return sql`topKIf(5)(${text}, ${hasKind(columns, kind)}) AS ${raw(`s${i}`)}`;
  });
  return renderSql(sql`SELECT ${joinSql(samples, ', ')} FROM ${from}`);
}

/** `{source, name, count: UInt64, last: Int64}`: the events of a project, most frequent first. */
export function selectEvents(project: number, limit: number): Statement {
  return renderSql(sql`
    SELECT source, name, count() AS count, max(timestamp) AS last
    FROM events WHERE project = ${uint32(project)}
    GROUP BY source, name ORDER BY count DESC, source, name LIMIT ${uint32(limit)}`);
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
