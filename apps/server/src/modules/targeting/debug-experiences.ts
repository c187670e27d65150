import { evaluate, eventQueries, explain, type Plan } from '@muster/conditions';
import type { UserExperienceBody } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { Project, Store } from '../../store/store.ts';
import { readSurroundings, toErrors } from '../audience/read-question.ts';
import { resolveWhos } from '../experiences/who-plans.ts';
import { loadPerson, type Person } from '../profiles/load-person.ts';
import { toAnswerViews, toInteractionView } from '../profiles/profile-view.ts';
import { findShowingSettings } from '../projects/showing-settings.ts';
import { compareExperiences } from '../sdk/project-plans.ts';
import { findNumber, refuseUser, type UserAddress } from '../users/user-service.ts';
import { toWhyBody } from '../users/why-body.ts';
import { explainRules, type Verdict } from './explain-rules.ts';
import { listSeenLately, type Page, type Visit } from './visit.ts';

/** What one person may see and why, at one instant. */
export interface DebuggedExperiences {
  now: number;
  experiences: UserExperienceBody[];
}

interface Parts {
  store: Store;
  now: () => number;
}

/** Where she is; without an address the rule about it is left out. */
export type DebuggedPage = Omit<Page, 'url'> & { url?: string | undefined };

/**
 * Every experience with the verdict of every rule for one person. Throws a 404 for a user who is not
 * there.
 */
export function debugExperiences(
  { store, now }: Parts,
  asked: Project,
  address: UserAddress,
  { device, url }: DebuggedPage,
): Promise<DebuggedExperiences> {
  return store.read(async (tx) => {
    const surroundings = await readSurroundings(tx, asked, now);
    const { project, experiences, resolver } = surroundings;
    const resolved = [...experiences]
      .sort(compareExperiences)
      .map((row) => ({ row, plan: resolveWhos(row, resolver)[0].plan }));
    const number = await findNumber(tx, project, address);
    const queries = eventQueries(...resolved.map(({ plan }) => plan));
    const person = (await loadPerson(tx, project.number, number, queries)) ?? refuseUser();
    const types = new Map(experiences.map(({ id, type }) => [id, type]));
    const visit: Visit = {
      now: surroundings.now,
      page: { device, url: url ?? '' },
      person: person.document,
      rateLimit: findShowingSettings(project).rateLimit,
      seenLately: listSeenLately(person.document, (id) => types.get(id)),
    };
    const bodies = resolved.map(({ row, plan }) => toBody(row, plan, person, visit));
    return {
      now: surroundings.now,
      experiences: url === undefined ? bodies.map(leaveOutWhere) : bodies,
    };
  });
}

function toBody(row: ExperienceRow, plan: Plan, person: Person, visit: Visit): UserExperienceBody {
  const { id, name, type, status } = row;
  const { document, profile, events } = person;
  const explanation = explain(plan, profile, events);
  const rules = explainRules(row, visit, judgeWho(row, plan, person));
  return {
    id,
    name,
    type,
    status,
    isShown: rules.every(({ passes }) => passes),
    rules,
    why: explanation.valid ? toWhyBody(explanation.root) : null,
    problems: plan.valid ? [] : toErrors(plan.problems, ''),
    ...toInteractionView(document.interactions.get(id)),
    answers: toAnswerViews(document)
      .filter(({ experienceId }) => experienceId === id)
      .map(({ experienceId: _, ...answer }) => answer),
  };
}

function judgeWho({ target: { who } }: ExperienceRow, plan: Plan, person: Person): Verdict {
  const value = { type: who.type };
  if (!plan.valid) {
    const reason = 'Who cannot be evaluated, so it matches nobody.';
    return { passes: false, reason, value };
  }
  const passes = evaluate(plan, person.profile, person.events);
  if (who.type === 'everyone') return { passes, reason: 'It is for everyone.', value };
  return { passes, reason: `The user is ${passes ? '' : 'not '}one of those it is for.`, value };
}

function leaveOutWhere(body: UserExperienceBody): UserExperienceBody {
  const rules = body.rules.filter(({ rule }) => rule !== 'where');
  return { ...body, rules, isShown: rules.every(({ passes }) => passes) };
}
