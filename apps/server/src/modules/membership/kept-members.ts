import type { EventQuery, Instant, Plan } from '@muster/conditions';
import { type BatchLimits, readBatch } from '../../index/read-batch.ts';
import type { Project, ReadTransaction } from '../../store/store.ts';
import { readDefinitions, readSurroundings } from '../audience/read-question.ts';
import {
  createMembership,
  type Membership,
  type People,
  type PersonChange,
  type Transition,
} from './membership.ts';
import { toPersonChanges } from './person-changes.ts';
import type { readFilling } from './read-filling.ts';
import { readPeople } from './read-people.ts';

/** The membership of one project, as far as the change log has been taken in. */
export interface KeptMembers {
  membership: Membership;
  /** Every change up to and including this one is in it. */
  position: number;
  /** By which segments are resolved, see `readDefinitions`. */
  definitions: string;
  timeZone: string;
  /** By segment; resolved when the definitions were read. */
  plans: ReadonlyMap<string, Plan>;
}

/** What the index has said of empty leaves, and how far the log has to be taken in before it counts. */
export interface Filling {
  leaves: Awaited<ReturnType<typeof readFilling>>;
  /** No change that the index can have known of comes after it. */
  through: number;
}

/** What came of one step. */
export interface Taken {
  transitions: Transition[];
  /** Everything that the store holds is taken in, and nobody is due. */
  isCurrent: boolean;
  /** The segments are others than before. */
  isRedefined: boolean;
}

/** What is kept is no longer right, or cannot be brought up: it has to be made anew. */
export class StartOver extends Error {
  override readonly name = 'StartOver';
}

/** Users of one step, about: it happens on the thread that also answers requests. */
export const peopleAtOnce = 100;
const limits: BatchLimits = { maxRows: peopleAtOnce, maxBytes: 4 * 1024 * 1024 };

/** Begins at the head of the log, with leaves that nothing is known about. */
export async function beginMembers(
  tx: ReadTransaction,
  project: Project,
  now: Instant,
): Promise<KeptMembers> {
  const membership = createMembership(now);
  const defined = await define(tx, project, membership, now);
  return { membership, position: await tx.headPosition(), ...defined };
}

async function define(
  tx: ReadTransaction,
  asked: Project,
  membership: Membership,
  now: Instant,
): Promise<Pick<KeptMembers, 'definitions' | 'timeZone' | 'plans'>> {
  const definitions = await readDefinitions(tx, asked);
  const { project, segments, resolver } = await readSurroundings(tx, asked, () => now);
  const plans = new Map(segments.map(({ id }) => [id, resolver.resolveSegment(id)]));
  membership.define(plans);
  return { definitions, timeZone: project.timeZone, plans };
}

interface Step {
  now: Instant;
  position: number;
  head: number;
  isRedefined: boolean;
  people: People;
  changes: PersonChange[];
}

/**
 * What a step to that instant takes in: some of what the log has more, and some of those who are due, all of
 * one snapshot. Throws a `StartOver`, or what `readBatch` throws where the log has been cut.
 */
export async function readStep(
  tx: ReadTransaction,
  project: Project,
  kept: KeptMembers,
  now: Instant,
): Promise<Step> {
  const { membership, position } = kept;
  if (now < membership.now) throw new StartOver('the clock has been put back');
  const head = await tx.headPosition();
  if (position > head) throw new StartOver('the store is an older one');
  if (position < (await tx.oldestPosition())) throw new StartOver('the change log has been cut');
  const isRedefined = (await readDefinitions(tx, project)) !== kept.definitions;
  if (isRedefined) {
    const { timeZone } = kept;
    Object.assign(kept, await define(tx, project, membership, now));
    if (kept.timeZone !== timeZone) throw new StartOver('the time zone has changed');
  }
  const logged = head > position ? await readBatch(tx, position, limits) : [];
  if (logged.some(({ change }) => change.type === 'timeZone' && change.project === project.number))
    throw new StartOver('the time zone has changed');
  const changes = [...toPersonChanges(logged, project.number).values()];
  const due = membership.dueBy(now, peopleAtOnce);
  const queries = toQueries(membership, changes, due);
  const people = await readPeople(tx, project.number, queries);
  const taken = logged.at(-1)?.position ?? position;
  return { now, position: taken, head, isRedefined, people, changes };
}

function toQueries(
  membership: Membership,
  changes: readonly PersonChange[],
  due: readonly number[],
): Map<number, readonly EventQuery[]> {
  const ofDue = membership.queriesOfDue();
  const queries = new Map<number, readonly EventQuery[]>(due.map((number) => [number, ofDue]));
  for (const change of changes) {
    const own = membership.queriesOf(change);
    // Where more are due than are read, whoever has changed may be one of them.
    const mayBeDue = due.length >= peopleAtOnce || queries.has(change.number);
    queries.set(change.number, mayBeDue ? [...ofDue, ...own] : own);
  }
  return queries;
}

/** Takes a step in, and after it the filling if it has come so far. */
export function takeStep(
  kept: KeptMembers,
  { now, position, head, isRedefined, people, changes }: Step,
  filling: Filling | undefined,
): Taken & { isFilled: boolean } {
  const { membership } = kept;
  const transitions = membership.step(now, people, changes);
  kept.position = position;
  const isFilled = filling !== undefined && position >= filling.through;
  if (isFilled) fill(membership, filling);
  const isCurrent = !isFilled && position === head && membership.dueBy(now, 1).length === 0;
  return { transitions, isCurrent, isRedefined, isFilled };
}

function fill(membership: Membership, { leaves }: Filling): void {
  for (const leaf of membership.emptyLeaves()) {
    const own = leaves.get(leaf);
    if (own !== undefined) membership.fill(leaf, own);
  }
}
