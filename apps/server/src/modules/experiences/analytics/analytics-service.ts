import { untagScalar, type Value } from '@muster/conditions';
import type { AnalyticsBody, AnswerBody } from '@muster/protocol';
import type { Project, Store } from '../../../store/store.ts';
import type { IndexQuestions } from '../../audience/ask-index.ts';
import { readDocuments } from '../../audience/members.ts';
import { toErrors } from '../../audience/read-question.ts';
import { toNativeView } from '../../profiles/profile-view.ts';
import { nameStep } from '../step-names.ts';
import { type ActivityRow, selectActivity } from './activity-sql.ts';
import { decodePosition, encodePosition } from './answer-cursor.ts';
import {
  type AnswerValueRow,
  type LatestRow,
  type ResultRow,
  selectLatestAnswers,
  selectResults,
} from './answer-sql.ts';
import { type TitledQuestion, toResults } from './question-results.ts';
import { readScope, type Scope, type ScopeWish } from './read-scope.ts';

/** A question about an experience of a project. */
export interface AnalyticsQuestion {
  project: Project;
  experienceId: string;
  wish: ScopeWish;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** What became of an experience. Throws as `readScope` and `IndexQuestions` do. */
export interface AnalyticsService {
  analyse(question: AnalyticsQuestion): Promise<AnalyticsBody>;
  /** The latest answer of each person to one question, newest first. Throws a 422 for no cursor of ours. */
  listAnswers(
    question: AnalyticsQuestion,
    page: { stepId: string; limit: number; cursor?: string | undefined },
  ): Promise<
    Pick<AnalyticsBody, 'problems'> & { answers: AnswerBody[]; nextCursor: string | null }
  >;
}

export interface AnalyticsParts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

export function createAnalyticsService(parts: AnalyticsParts): AnalyticsService {
  const { store, questions } = parts;

  async function askResults(
    scope: Scope,
    asked: readonly TitledQuestion[],
    signal: AbortSignal,
  ): Promise<ResultRow[]> {
    if (asked.length === 0) return [];
    const statement = selectResults(scope, asked);
    return questions.ask<ResultRow>(statement, { project: scope.project.number, signal });
  }

  return {
    async analyse({ project, experienceId, wish, signal }) {
      const scope = await readScope(parts, project, experienceId, wish);
      const asked = listQuestions(scope);
      const [activity, results] = await Promise.all([
        questions.ask<ActivityRow>(selectActivity(scope), {
          project: scope.project.number,
          signal,
        }),
        askResults(scope, asked, signal),
      ]);
      const { days, now } = scope;
      return {
        from: days.dates[0] ?? '',
        to: days.dates.at(-1) ?? '',
        timeZone: scope.project.timeZone,
        now: new Date(now).toISOString(),
        problems: toErrors(scope.problems, 'filter'),
        ...toActivity(scope, activity),
        questions: toResults(asked, results),
      };
    },

    async listAnswers({ project, experienceId, wish, signal }, { stepId, limit, cursor }) {
      const after = cursor === undefined ? undefined : decodePosition(cursor);
      const scope = await readScope(parts, project, experienceId, wish);
      const { number } = scope.project;
      // One more than the page holds says whether there is another.
      const statement = selectLatestAnswers(scope, stepId, limit + 1, after);
      const rows = await questions.ask<LatestRow>(statement, { project: number, signal });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const hasMore = rows.length > limit && last !== undefined;
      return {
        answers: await nameUsers(store, number, page),
        nextCursor: hasMore ? encodePosition({ at: Number(last.at), number: last.user }) : null,
        problems: toErrors(scope.problems, 'filter'),
      };
    },
  };
}

/** Without answers of those who have been erased since the index was asked. */
async function nameUsers(
  store: Store,
  project: number,
  rows: readonly LatestRow[],
): Promise<AnswerBody[]> {
  const documents = await readDocuments(
    store,
    project,
    rows.map(({ user }) => user),
  );
  const usersByNumber = new Map(documents.map((each) => [each.number, toNativeView(each)]));
  return rows.flatMap((row) => {
    const user = usersByNumber.get(row.user);
    if (user === undefined) return [];
    return [{ user, value: toAnswer(row), at: new Date(Number(row.at)).toISOString() }];
  });
}

/** The answer as it was given; null when it was an empty list. */
export function toAnswer({ number, text, list }: AnswerValueRow): Value | null {
  if (list.length > 0) return list.map((tag) => untagScalar(tag ?? 's:'));
  return number ?? text;
}

function listQuestions({ experience: { steps } }: Scope): TitledQuestion[] {
  return steps.flatMap((step, i) => {
    const { id: stepId, question } = step;
    return question ? [{ stepId, question, title: nameStep(step, i) }] : [];
  });
}

function toActivity(
  { days, experience }: Scope,
  rows: readonly ActivityRow[],
): Pick<AnalyticsBody, 'totals' | 'days' | 'steps'> {
  const all = rows.find(({ part }) => part === 'all');
  const rowsByDay = new Map(rows.flatMap((row) => (row.part === 'day' ? [[row.day, row]] : [])));
  const peopleByStep = new Map(
    rows.flatMap((row) => (row.part === 'step' ? [[row.step, Number(row.people)]] : [])),
  );
  return {
    totals: {
      ...toCounts(all),
      completedBy: Number(all?.completedBy ?? 0),
      dismissedBy: Number(all?.dismissedBy ?? 0),
    },
    days: days.dates.map((date, i) => ({
      date,
      ...toCounts(rowsByDay.get((days.starts[i] ?? 0) / 1000)),
    })),
    steps: experience.steps.map((step, i) => ({
      id: step.id,
      title: nameStep(step, i),
      people: peopleByStep.get(step.id) ?? 0,
    })),
  };
}

function toCounts(row: ActivityRow | undefined) {
  return {
    reached: Number(row?.reached ?? 0),
    seen: Number(row?.seen ?? 0),
    completed: Number(row?.completed ?? 0),
    dismissed: Number(row?.dismissed ?? 0),
  };
}
