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
import type { ExperienceQuestion } from '@muster/protocol';
import { experienceEvents } from '../experience-events.ts';
import { eventsOf, textOf } from './activity-sql.ts';
import { type AnswerColumns, bucketsOf } from './question-buckets.ts';
import type { Scope } from './read-scope.ts';

/** A step with its question. */
export interface Asked {
  stepId: string;
  question: ExperienceQuestion;
}

const value = subjectColumns({ type: 'property', key: 'value' });
const answered = [experienceEvents.answered];

/** An answer as the index has it: a number, a text or a list of tagged texts; the others are null or empty. */
export interface AnswerValueRow {
  number: number | null;
  text: string | null;
  list: (string | null)[];
}

/**
 * Which of one person's answers counts: the last. Of several at one millisecond, where the index knows no
 * order, the greatest, so that it is always the same.
 */
const order = sql`(timestamp, ifNull(${value.string}, ''), ifNull(${value.number}, 0),
  arrayStringConcat(arrayMap(tag -> ifNull(tag, ''), ${value.list})))`;

const latest = sql`argMax((${value.number}, ${value.string}, ${value.list}), ${order})`;

const answer: AnswerColumns = {
  number: raw('answer.1'),
  text: raw('answer.2'),
  list: raw('answer.3'),
};

/** Whether it says anything: an empty text or list takes back what was answered before. */
const isGiven = sql`(isNotNull(${answer.number}) OR ifNull(${answer.text}, '') != '' OR notEmpty(${answer.list}))`;

/** One row of `selectResults`. */
export interface ResultRow {
  step: string;
  bucket: string;
  /** 1: of all buckets together, `bucket` then says nothing. */
  isWhole: 0 | 1;
  people: string;
  /** Of answers that the question offers; null without any. */
  mean: number | null;
  median: number | null;
}

/** `ResultRow`s: of each question one, and one of each of its buckets (`bucketsOf`) that has somebody. */
export function selectResults(scope: Scope, asked: readonly Asked[]): Statement {
  const buckets = asked.flatMap(({ stepId, question }) => [
    sql`step = ${string(stepId)}`,
    bucketsOf(question, answer),
  ]);
  const steps = strings(asked.map(({ stepId }) => stepId));
  return renderSql(sql`
    SELECT step, bucket, grouping(bucket) = 1 AS isWhole, uniqExact(number) AS people,
      avgIf(assumeNotNull(value), isCounted) AS mean,
      quantileExactInclusiveIf(0.5)(assumeNotNull(value), isCounted) AS median
    FROM (
      SELECT number, step, answer.1 AS value, arrayJoin(buckets) AS bucket,
        bucket >= 0 AND value IS NOT NULL AS isCounted
      FROM (
        SELECT number, step, answer, multiIf(${joinSql([...buckets, raw('[toInt32(-1)]')], ', ')}) AS buckets
        FROM (
          SELECT number, ${textOf('stepId')} AS step, ${latest} AS answer
          FROM ${eventsOf(scope, answered)} AND step IN ${steps}
          GROUP BY number, step HAVING ${isGiven})))
    GROUP BY GROUPING SETS ((step), (step, bucket))`);
}

/** Where a list of answers goes on: after the one of that person at that instant. */
export interface AnswerPosition {
  at: number;
  number: number;
}

/** One row of `selectLatestAnswers`. */
export interface LatestRow extends AnswerValueRow {
  user: number;
  at: string;
}

/** `LatestRow`s: the latest answer of each person to one question, newest first. */
export function selectLatestAnswers(
  scope: Scope,
  stepId: string,
  limit: number,
  after: AnswerPosition | undefined,
): Statement {
  const isAfter: Sql =
    after === undefined
      ? raw('1')
      : sql`(at, user) < (${instant(after.at)}, ${uint32(after.number)})`;
  return renderSql(sql`
    SELECT user, at, answer.1 AS number, answer.2 AS text, answer.3 AS list
    FROM (
      SELECT number AS user, max(timestamp) AS at, ${latest} AS answer
      FROM ${eventsOf(scope, answered)} AND ${textOf('stepId')} = ${string(stepId)}
      GROUP BY number HAVING ${isGiven})
    WHERE ${isAfter}
    ORDER BY at DESC, user DESC LIMIT ${uint32(limit)}`);
}

/** One row of `selectAnswers`. */
export interface AnswerRow extends LatestRow {
  step: string;
  show: string;
}

/**
 * `AnswerRow`s: at least `limit` answers, the newest before an instant, and all of one instant or none;
 * those of one instant with the one that counts first.
 */
export function selectAnswers(scope: Scope, limit: number, before: number | undefined): Statement {
  const isBefore = before === undefined ? raw('1') : sql`timestamp < ${instant(before)}`;
  return renderSql(sql`
    SELECT user, at, step, show, answer.1 AS number, answer.2 AS text, answer.3 AS list
    FROM (
      SELECT number AS user, timestamp AS at, ${textOf('stepId')} AS step, ${textOf('show')} AS show,
        (${value.number}, ${value.string}, ${value.list}) AS answer, ${order} AS place
      FROM ${eventsOf(scope, answered)} AND ${isBefore}
      ORDER BY timestamp DESC LIMIT ${uint32(limit)} WITH TIES)
    ORDER BY place DESC, user DESC`);
}
