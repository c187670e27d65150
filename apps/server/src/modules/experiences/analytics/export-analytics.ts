import { HttpProblem } from '../../../http/problem.ts';
import { readDocuments } from '../../audience/members.ts';
import { byteOrderMark, toCsvLine } from '../../segments/write-csv.ts';
import { nameStep } from '../step-names.ts';
import {
  type AnalyticsParts,
  type AnalyticsQuestion,
  type AnalyticsService,
  toAnswer,
} from './analytics-service.ts';
import { type AnswerRow, selectAnswers } from './answer-sql.ts';
import { readScope, type Scope, type ScopeWish } from './read-scope.ts';

/** Answers that are read at a time, so that a file of any size takes little memory. */
const batchSize = 2_000;

const dayColumns = ['date', 'reached', 'seen', 'completed', 'dismissed'] as const;

/** The numbers of each day as pieces of a file. */
export async function writeDays(
  analytics: AnalyticsService,
  question: AnalyticsQuestion,
): Promise<AsyncGenerator<string>> {
  const { days } = await analytics.analyse(question);
  async function* write() {
    yield byteOrderMark + toCsvLine(dayColumns);
    yield days.map((day) => toCsvLine(dayColumns.map((column) => day[column]))).join('');
  }
  return write();
}

const answerColumns = [
  'at',
  'userId',
  'anonymousId',
  'name',
  'email',
  'stepId',
  'step',
  'answer',
  'latest',
  'show',
];

/**
 * Every answer, newest first, as pieces of a file, each asked for when it is taken: also answers to steps
 * that are no longer there. The first are asked for at once, so that a refusal comes before the file.
 */
export async function writeAnswers(
  parts: AnalyticsParts,
  { project, experienceId, wish, signal }: AnalyticsQuestion,
): Promise<AsyncGenerator<string>> {
  const scope = await readScope(parts, project, experienceId, wish);
  const ask = (before?: number) =>
    parts.questions.ask<AnswerRow>(selectAnswers(scope, batchSize, before), {
      project: scope.project.number,
      signal,
      lane: 'background',
    });
  const first = await ask();

  async function* write() {
    yield byteOrderMark + toCsvLine(answerColumns);
    const toLines = createLineWriter(parts, scope);
    let rows = first;
    while (rows.length > 0) {
      yield await toLines(rows);
      const oldest = rows.at(-1);
      rows = oldest && rows.length >= batchSize ? await ask(Number(oldest.at)) : [];
    }
  }
  return write();
}

function createLineWriter({ store }: AnalyticsParts, { project, experience }: Scope) {
  const titlesById = new Map(experience.steps.map((step, i) => [step.id, nameStep(step, i)]));
  // Newest first, so the first of a person to a question is the one that counts.
  const answeredByStep = new Map<string, Set<number>>();

  function isLatest({ user, step }: AnswerRow): boolean {
    const answered = answeredByStep.get(step) ?? new Set();
    answeredByStep.set(step, answered);
    const isFirst = !answered.has(user);
    answered.add(user);
    return isFirst;
  }

  return async (rows: readonly AnswerRow[]): Promise<string> => {
    const numbers = [...new Set(rows.map(({ user }) => user))];
    const documents = await readDocuments(store, project.number, numbers);
    const usersByNumber = new Map(documents.map((document) => [document.number, document]));
    const lines = rows.map((row) => {
      const user = usersByNumber.get(row.user);
      const latest = isLatest(row);
      // Erased since the index was asked.
      if (user === undefined) return '';
      return toCsvLine([
        new Date(Number(row.at)).toISOString(),
        user.userId ?? null,
        user.userId === undefined ? (user.anonymousId ?? null) : null,
        user.name?.value ?? null,
        user.email?.value ?? null,
        row.step,
        titlesById.get(row.step) ?? null,
        toAnswer(row),
        latest,
        row.show,
      ]);
    });
    return lines.join('');
  };
}

/** The filter that the query of an export names. Throws a 422 for two of them, and for what is no JSON. */
export function readFilter({
  segment,
  conditions,
}: {
  segment?: string | string[] | undefined;
  conditions?: string | undefined;
}): ScopeWish['filter'] {
  if (segment === undefined)
    return conditions === undefined ? undefined : readConditions(conditions);
  const message = 'Filter by segments or by conditions, not by both.';
  if (conditions !== undefined) throw refuse('conditions', message, 'two_filters');
  return { type: 'segments', segmentIds: [segment].flat() };
}

function readConditions(text: string): ScopeWish['filter'] {
  try {
    return { type: 'conditions', conditions: JSON.parse(text) };
  } catch {
    throw refuse('conditions', 'It is not well-formed JSON.', 'malformed_json');
  }
}

function refuse(path: string, message: string, code: string): HttpProblem {
  return new HttpProblem(422, 'invalid_request', message, { errors: [{ path, message, code }] });
}
