import {
  type Explanation,
  evaluate,
  eventQueriesForChange,
  explain,
  nextChange,
  type Plan,
} from '@muster/conditions';
import type { MembershipBody, ProfileBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { Project, ReadTransaction, Store } from '../../store/store.ts';
import { readSurroundings, toErrors } from '../audience/read-question.ts';
import { findProfileNumber } from '../profiles/find-profile.ts';
import { loadPerson, type Person } from '../profiles/load-person.ts';
import { toProfileView } from '../profiles/profile-view.ts';
import { refuseMissing } from '../segments/segment-writes.ts';
import { type EventPage, readEventPage } from './event-page.ts';
import { formatInstant } from './why-body.ts';

/** Whom a request is about. */
export interface UserAddress {
  id: string;
  /** Absent: a user id, or else an anonymous id. */
  kind?: 'user' | 'anonymous' | undefined;
}

/** What is known of one user. Reads the store alone. Throws a 404 for a user that is not there. */
export interface UserService {
  profile(project: Project, address: UserAddress): Promise<ProfileBody>;
  /** At most `limit` events, newest first. Throws a 422 for a cursor that is none of ours. */
  events(
    project: Project,
    address: UserAddress,
    limit: number,
    cursor: string | undefined,
  ): Promise<EventPage>;
  /** Every segment, in order of name, with whether the user is in it now. */
  memberships(project: Project, address: UserAddress): Promise<MembershipBody[]>;
  /** One of them, with the verdict on each of its conditions. */
  explain(project: Project, address: UserAddress, segmentId: string): Promise<ExplainedMembership>;
}

export interface ExplainedMembership extends MembershipBody {
  now: number;
  explanation: Explanation;
}

interface Parts {
  store: Store;
  now: () => number;
}

export function createUserService({ store, now }: Parts): UserService {
  return {
    profile: (project, address) =>
      store.read(async (tx) => {
        const number = await findNumber(tx, project, address);
        const [document] = await tx.profiles(project.number, [number]);
        return toProfileView(document ?? refuseUser());
      }),

    events: (project, address, limit, cursor) =>
      store.read(async (tx) => {
        const number = await findNumber(tx, project, address);
        return readEventPage(tx, project, number, limit, cursor);
      }),

    async memberships(project, address) {
      const { person, subjects } = await store.read(async (tx) => {
        const { segments, resolver } = await readSurroundings(tx, project, now);
        const found = segments
          .map(({ id, name }) => ({ id, name, plan: resolver.resolveSegment(id) }))
          .sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
        const plans = found.map(({ plan }) => plan);
        return { subjects: found, person: await readPerson(tx, project, address, plans) };
      });
      return subjects.map((subject) => toMembership(subject, person));
    },

    async explain(project, address, segmentId) {
      const { person, subject, asOf } = await store.read(async (tx) => {
        const surroundings = await readSurroundings(tx, project, now);
        const row = surroundings.segmentsById.get(segmentId);
        if (row === undefined) throw refuseMissing();
        const plan = surroundings.resolver.resolveSegment(segmentId);
        return {
          subject: { id: row.id, name: row.name, plan },
          asOf: surroundings.now,
          person: await readPerson(tx, project, address, [plan]),
        };
      });
      const explanation = explain(subject.plan, person.profile, person.events);
      return { ...toMembership(subject, person), now: asOf, explanation };
    },
  };
}

const collator = new Intl.Collator('en', { numeric: true });

function toMembership(
  { id, name, plan }: { id: string; name: string; plan: Plan },
  { profile, events }: Person,
): MembershipBody {
  if (!plan.valid) {
    const problems = toErrors(plan.problems, 'conditions');
    return { id, name, member: false, changesAt: null, problems };
  }
  const member = evaluate(plan, profile, events);
  return { id, name, member, changesAt: formatInstant(nextChange(plan, profile, events)) };
}

/** The user with the events that these plans ask for, now and at the next instants of change. */
async function readPerson(
  tx: ReadTransaction,
  { number: project }: Project,
  address: UserAddress,
  plans: readonly Plan[],
): Promise<Person> {
  const number = await findNumber(tx, { number: project }, address);
  const person = await loadPerson(tx, project, number, eventQueriesForChange(...plans));
  return person ?? refuseUser();
}

/** The number of that user. Throws a 404 when there is none. */
export async function findNumber(
  tx: ReadTransaction,
  { number: project }: Pick<Project, 'number'>,
  { id, kind }: UserAddress,
): Promise<number> {
  return (await findProfileNumber(tx, project, id, kind)) ?? refuseUser();
}

/** The refusal of an id that no user of the project has. */
export function refuseUser(): never {
  throw new HttpProblem(404, 'user_not_found', 'There is no such user.');
}
