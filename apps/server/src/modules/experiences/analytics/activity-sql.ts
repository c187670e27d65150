import {
  instant,
  joinSql,
  raw,
  renderSql,
  type Sql,
  type Statement,
  sql,
  string,
  strings,
  subjectColumns,
  uint32,
} from '@muster/conditions';
import { experienceEvents } from '../experience-events.ts';
import type { Days } from './analytics-days.ts';
import type { Scope } from './read-scope.ts';

/** The text of a property of an event; the empty text when it has none. */
export function textOf(key: string): Sql {
  return sql`ifNull(${subjectColumns({ type: 'property', key }).string}, '')`;
}

/** What stands behind `FROM`: events of these names about the experience, of the days and people asked for. */
export function eventsOf(
  { project: { number: project }, experience, days, matches }: Scope,
  names: readonly string[],
): Sql {
  const conditions = [
    sql`project = ${uint32(project)}`,
    sql`source = ${string('app')}`,
    sql`name IN ${strings(names)}`,
    sql`timestamp >= ${instant(days.starts[0] ?? days.until)}`,
    sql`timestamp < ${instant(days.until)}`,
    sql`${textOf('experienceId')} = ${string(experience.id)}`,
  ];
  if (matches !== undefined) {
    conditions.push(
      sql`number IN (SELECT number FROM users FINAL WHERE project = ${uint32(project)} AND ${matches})`,
    );
  }
  return sql`events WHERE ${joinSql(conditions, ' AND ')}`;
}

/** One row of `selectActivity`. */
export interface ActivityRow {
  /** What the row is of: everything, one day, or one step. */
  part: 'all' | 'day' | 'step';
  /** The first second of the day. */
  day: number;
  step: string;
  /** Who did anything at all: of a step, who got to it. */
  people: string;
  reached: string;
  seen: string;
  completed: string;
  completedBy: string;
  dismissed: string;
  dismissedBy: string;
}

/**
 * `ActivityRow`s: one of everything, one of each day and one of each step on which something happened,
 * all of one state of the index. A showing counts once however often it is told of; an event that names no
 * showing is one of its own.
 */
export function selectActivity(scope: Scope): Statement {
  const columns = [
    sql`multiIf(grouping(day) = 0, 'day', grouping(step) = 0, 'step', 'all') AS part`,
    raw('day, step, uniqExact(number) AS people'),
    sql`${countPeople(experienceEvents.seen)} AS reached`,
    sql`${countShowings(experienceEvents.seen)} AS seen`,
    sql`${countShowings(experienceEvents.completed)} AS completed`,
    sql`${countPeople(experienceEvents.completed)} AS completedBy`,
    sql`${countShowings(experienceEvents.dismissed)} AS dismissed`,
    sql`${countPeople(experienceEvents.dismissed)} AS dismissedBy`,
  ];
  const events = eventsOf(scope, Object.values(experienceEvents));
  return renderSql(sql`
    SELECT ${joinSql(columns, ', ')}
    FROM (
      SELECT number, name, ${dayOf(scope.days)} AS day, ${textOf('stepId')} AS step,
        ${textOf('show')} AS show
      FROM ${events})
    GROUP BY GROUPING SETS ((), (day), (step))`);
}

/** The start of the day that an event is of, in seconds: the calendar is ours, not the engine's. */
function dayOf({ starts }: Days): Sql {
  const seconds = starts.map((start) => start / 1000);
  return sql`roundDown(toUInt32(intDiv(timestamp, 1000)), ${{ type: 'Array(UInt32)', value: seconds }})`;
}

function countPeople(name: string): Sql {
  return sql`uniqExactIf(number, name = ${string(name)})`;
}

function countShowings(name: string): Sql {
  const isOne = sql`name = ${string(name)}`;
  return sql`uniqExactIf((number, show), ${isOne} AND show != '') + countIf(${isOne} AND show = '')`;
}
