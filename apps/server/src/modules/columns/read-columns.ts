import {
  instant,
  joinSql,
  type RawColumns,
  raw,
  rawPropertyColumns,
  renderSql,
  type Sql,
  type Statement,
  sql,
  string,
  uint32,
} from '@muster/conditions';
import type { NeededEvent } from './needs.ts';

/**
 * `{number: UInt32, n0: Float64, t0: LowCardinality(String), …}`: the value that each user has of each of these.
 */
export function selectValues(project: number, several: readonly RawColumns[]): Statement {
  return renderSql(
    sql`SELECT number${selectRaw(several)} FROM users FINAL WHERE project = ${uint32(project)}`,
  );
}

/**
 * `{number: UInt32, at: Float64, n0, t0, …}`: the occurrences of an event that were logged up to that position, by
 * time, with these properties.
 */
export function selectOccurrences(project: number, event: NeededEvent, through: number): Statement {
  const properties = [...event.keys].map(rawPropertyColumns);
  return renderSql(
    sql`SELECT number, toFloat64(timestamp) AS at${selectRaw(properties)} FROM events
    WHERE ${ofEvent(project, event)} AND rev <= ${instant(through)} ORDER BY timestamp`,
  );
}

/** `{rows: UInt64}`: how many occurrences there are. */
export function countOccurrences(project: number, event: NeededEvent): Statement {
  return renderSql(sql`SELECT count() AS rows FROM events WHERE ${ofEvent(project, event)}`);
}

/** `{comment: String}`: which generation of the index is asked, see `readMark`. */
export const selectGeneration: Statement = {
  text: `SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'events'`,
  parameters: [],
};

function ofEvent(project: number, { source, name }: NeededEvent): Sql {
  return sql`project = ${uint32(project)} AND source = ${string(source)} AND name = ${string(name)}`;
}

function selectRaw(several: readonly RawColumns[]): Sql {
  const columns = several.map(({ number, text }, i) => {
    const place = raw(String(i));
    return sql`, ${number} AS n${place}, toLowCardinality(${text}) AS t${place}`;
  });
  return joinSql(columns, '');
}
