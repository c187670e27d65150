import type { Value } from '@muster/conditions';
import type { AnalyticsBody, AnalyticsWish, AnswerBody, ExperienceBody } from '@muster/protocol';
import { experienceEvents } from '../../src/modules/experiences/experience-events.ts';
import type { EventRow } from '../../src/store/store.ts';
import { openTestHouse, projectId } from '../http/test-house.ts';
import { createExperienceCalls } from './experience-calls.ts';

/** Something that a person did with an experience. */
export interface Happened {
  user: string;
  kind?: 'user' | 'anonymous';
  experienceId: string;
  action: keyof typeof experienceEvents;
  at: number;
  stepId?: string;
  value?: Value;
  show?: string;
}

export interface AnswersBody {
  answers: AnswerBody[];
  nextCursor: string | null;
  problems: AnalyticsBody['problems'];
}

/** A test house with short ways to write what happened with experiences, and to ask about it. */
export async function openAnalyticsHouse() {
  const house = await openTestHouse();
  let messages = 0;

  const path = (experience: ExperienceBody, rest = '') =>
    house.at(`/experiences/${experience.id}/analytics${rest}`);

  return {
    ...house,
    ...createExperienceCalls(() => house),

    /** Users with these ids and the attribute `plan`. */
    addUsers: (plan: string, ...ids: string[]) =>
      house.send(...ids.map((userId) => ({ type: 'identify', userId, traits: { plan } }))),

    /** Logs native events as ingestion does. */
    async happen(...given: Happened[]): Promise<void> {
      const project = 1;
      await house.store.write(async (tx) => {
        const identities = given.map(({ user, kind = 'user' }) => ({ kind, id: user }));
        const numbers = await tx.findNumbers(project, identities);
        const events = given.map((one): EventRow => {
          const { user, kind = 'user', action, at, experienceId, stepId, value, show } = one;
          const number = numbers.get(`${kind}:${user}`);
          if (number === undefined) throw new Error(`There is no ${user}`);
          const properties = Object.entries({ experienceId, stepId, value, show });
          messages += 1;
          return {
            number,
            source: 'app',
            name: experienceEvents[action],
            timestamp: at,
            messageId: `happened-${messages}`,
            properties: new Map(
              properties.flatMap(([key, v]) => (v === undefined ? [] : [[key, v]])),
            ),
          };
        });
        await tx.insertEvents(project, events);
        await tx.appendChanges([{ type: 'events', project, events }]);
      });
      house.indexer.notify();
    },

    async setTimeZone(timeZone: string): Promise<void> {
      await house.store.write(async (tx) => {
        const project = await tx.project(projectId);
        if (project === undefined) throw new Error('There is no project');
        await tx.updateProject({ ...project, timeZone });
        await tx.appendChanges([{ type: 'timeZone', project: project.number }]);
      });
      house.indexer.notify();
    },

    /** Commands of a browser, as one stream each. */
    async command(...commands: object[]): Promise<void> {
      messages += 1;
      const numbered = commands.map((command, i) => ({
        seq: i + 1,
        at: house.clock.now,
        ...command,
      }));
      const response = await house.app.request(`/sdk/v1/projects/${projectId}/commands`, {
        method: 'POST',
        body: JSON.stringify({
          stream: `stream-${messages}-${'x'.repeat(24)}`.slice(0, 24),
          sentAt: house.clock.now,
          commands: numbered,
        }),
        headers: { 'content-type': 'text/plain' },
      });
      if (response.status !== 200) throw new Error(await response.text());
    },

    analyse: (experience: ExperienceBody, body: AnalyticsWish = {}) =>
      house.call<AnalyticsBody & { code?: string; errors?: { path: string }[] }>(
        'POST',
        path(experience),
        { body },
      ),

    listAnswers: (experience: ExperienceBody, body: object) =>
      house.call<AnswersBody & { code?: string }>('POST', path(experience, '/answers'), { body }),

    download: (experience: ExperienceBody, query: string) =>
      house.fetchRaw('GET', path(experience, `/export?${query}`)),
  };
}

export type AnalyticsHouse = Awaited<ReturnType<typeof openAnalyticsHouse>>;

export const noon = Date.parse('2026-03-29T12:00:00Z');
export const day = 24 * 60 * 60_000;

const questions = [
  { kind: 'nps' },
  { kind: 'scale', low: 1, high: 5 },
  { kind: 'slider', low: 0, high: 100, step: 1 },
  { kind: 'single', choices: ['Tea', 'Coffee, "black"'] },
  { kind: 'multiple', choices: ['A', 'B', 'C'] },
  { kind: 'text' },
];

/** A house with a survey of one question of each kind, ada and bob (Pro), and cy and di (Free). */
export async function openSurveyHouse() {
  const house = await openAnalyticsHouse();
  await house.addUsers('Pro', 'ada', 'bob');
  await house.addUsers('Free', 'cy', 'di');
  const steps = questions.map((question) => ({
    id: question.kind,
    title: `The ${question.kind}`,
    question,
  }));
  const survey = await house.create('Survey', { type: 'survey', steps });

  /** What somebody did at noon, unless it says otherwise. */
  const did = (
    user: string,
    action: Happened['action'],
    more: Partial<Happened> = {},
  ): Happened => ({
    ...{ user, action, experienceId: survey.id, at: noon, show: `${user}-1` },
    ...more,
  });

  const answer = (user: string, stepId: string, value: Value, at = noon) =>
    did(user, 'answered', { stepId, at, value });

  return { house, survey, did, answer };
}

export type SurveyHouse = Awaited<ReturnType<typeof openSurveyHouse>>;
