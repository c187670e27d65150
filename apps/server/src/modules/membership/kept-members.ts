import type { EventQuery, Instant, Names, Plan } from '@muster/conditions';
import { type BatchLimits, countRows, readBatch } from '../../index/read-batch.ts';
import type { LoggedChange } from '../../store/read-change.ts';
import type { Project, ReadTransaction } from '../../store/store.ts';
import { readDefinitions, readSurroundings } from '../audience/read-question.ts';
import { createPopulation, type Population } from '../columns/population.ts';
import { namesOf } from '../segments/segment-bodies.ts';
import { hasMoveListeners } from '../webhooks/announce-moves.ts';
import {
  createMembership,
  type Membership,
  type People,
  type PersonChange,
  type Transition,
} from './membership.ts';
import { type MoveRecord, toMeaningKey } from './move-record.ts';
import { toPersonChanges } from './person-changes.ts';
import type { readFilling } from './read-filling.ts';
import { readPeople } from './read-people.ts';
import { StartOver } from './start-over.ts';

/** The membership of one project, as far as the change log has been taken in. */
export interface KeptMembers {
  membership: Membership;
  /** What conditions that are not saved look at, as of the same position. */
  population: Population;
  /** Every change up to and including this one is in it. */
  position: number;
  /** The head of the log when this began: what changed the time zone before is known. */
  begunAt: number;
  /** By which segments are resolved, see `readDefinitions`. */
  definitions: string;
  timeZone: string;
  /** By segment; resolved when the definitions were read. */
  plans: ReadonlyMap<string, Plan>;
  names: Names;
  /** True once everything that was there at the beginning has been filled. */
  isFilled: boolean;
  /** Users or events that a change of the log is about, on average of those taken in last. */
  rowsAChange: number;
  /** Users of whom something that is known may be wrong: they are looked at again, whatever the log says. */
  doubted: Set<number>;
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
  /** Of those who were doubted and have been looked at: how many were known wrongly, and rightly. */
  repaired: number;
  confirmed: number;
}

/** Changes of the log; who is further behind had better begin again when it has become quiet. */
export const mostChangesBehind = 2_000;
/** What they are about, by what the latest were: the index answers for everybody sooner than so many are read. */
const mostRowsBehind = 20_000;

/** Of time that has passed already, in one step. */
const mostTimeAtOnceMs = 60_000;

/** Users of one step, about: it happens on the thread that also answers requests. */
export const peopleAtOnce = 100;
const limits: BatchLimits = { maxRows: peopleAtOnce, maxBytes: 4 * 1024 * 1024 };

/**
 * Begins with leaves that nothing is known about: at the head of the log and now, or where the record of
 * what was told ends, with the members that it has of segments that mean the same as then.
 */
export async function beginMembers(
  tx: ReadTransaction,
  project: Project,
  now: Instant,
  record?: MoveRecord,
): Promise<KeptMembers> {
  const start = record === undefined ? now : Math.min(now, record.at);
  const membership = createMembership(start);
  const defined = await define(tx, project, membership, start);
  const head = await tx.headPosition();
  // In another time zone every date may mean something else: that is an edit, which moves nobody.
  const isSame = record?.timeZone === defined.timeZone;
  for (const segment of isSame ? [...membership.segments()] : []) {
    const known = record?.segments.get(segment.id);
    if (known?.meaning === toMeaningKey(segment)) membership.restore(segment.id, known.members);
  }
  const goesOn =
    record !== undefined &&
    record.position <= head &&
    record.position >= Math.max(await tx.oldestPosition(), head - mostChangesBehind);
  const position = goesOn ? record.position : head;
  const doubted = new Set<number>();
  return {
    membership,
    population: createPopulation(),
    position,
    begunAt: head,
    ...defined,
    isFilled: false,
    rowsAChange: 1,
    doubted,
  };
}

async function define(
  tx: ReadTransaction,
  asked: Project,
  membership: Membership,
  now: Instant,
): Promise<Pick<KeptMembers, 'definitions' | 'timeZone' | 'plans' | 'names'>> {
  const definitions = await readDefinitions(tx, asked);
  const surroundings = await readSurroundings(tx, asked, () => now);
  const { project, segments, resolver } = surroundings;
  const plans = new Map(segments.map(({ id }) => [id, resolver.resolveSegment(id)]));
  membership.define(plans);
  return { definitions, timeZone: project.timeZone, plans, names: namesOf(surroundings) };
}

/** What one step takes in. */
export interface Step {
  /** Of the membership after it: not later than `now`. */
  at: Instant;
  now: Instant;
  position: number;
  head: number;
  isRedefined: boolean;
  /** Somebody wants to be told who enters and leaves, or the project makes that events. */
  isHeard: boolean;
  people: People;
  changes: PersonChange[];
  /** What the log says of the project. */
  logged: LoggedChange[];
}

/**
 * The instant that the next step goes to. One instant is looked at until nobody is due at it, and what has
 * passed meanwhile is caught up with a little at a time, so that what is told of it is told in small parts.
 */
function findNextInstant({ membership, isFilled }: KeptMembers, now: Instant): Instant {
  const { now: at } = membership;
  if (!isFilled || membership.dueBy(at, 1).length > 0) return at;
  return Math.min(now, Math.max(at, membership.firstDue()) + mostTimeAtOnceMs);
}

/**
 * What a step towards that instant takes in: some of what the log has more, and some of those who are due, all of
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
  const at = findNextInstant(kept, now);
  // What was written after the past that is being caught up with is no cause of what happened in it.
  const isPast = kept.isFilled && now - at > mostTimeAtOnceMs;
  const logged = head > position && !isPast ? await readBatch(tx, position, limits) : [];
  for (const { position: each, change } of logged) {
    if (each <= kept.begunAt || change.type !== 'timeZone') continue;
    if (change.project === project.number) throw new StartOver('the time zone has changed');
  }
  if (logged.length > 0) kept.rowsAChange = averageRows(logged);
  const changes = addDoubted(toPersonChanges(logged, project.number), isPast ? [] : kept.doubted);
  const due = membership.dueBy(at, peopleAtOnce);
  const queries = toQueries(membership, changes, due);
  const people = await readPeople(tx, project.number, queries);
  const taken = logged.at(-1)?.position ?? position;
  const isHeard = project.recordsMoves || (await hasMoveListeners(tx, project.number));
  const own = logged.filter(({ change }) => change.project === project.number);
  return { at, now, position: taken, head, isRedefined, isHeard, people, changes, logged: own };
}

function averageRows(logged: readonly LoggedChange[]): number {
  return logged.reduce((sum, each) => sum + countRows(each), 0) / logged.length;
}

/** Whether to begin again is sooner done than to take in what the log has more. */
export function isTooFarBehind({ rowsAChange }: KeptMembers, { head, position }: Step): boolean {
  const changes = head - position;
  return changes > mostChangesBehind || changes * rowsAChange > mostRowsBehind;
}

/** Some of those who are doubted are looked at altogether, beside those who have changed. */
function addDoubted(changes: Map<number, PersonChange>, doubted: Iterable<number>): PersonChange[] {
  let added = 0;
  for (const number of doubted) {
    if (added === peopleAtOnce) break;
    changes.set(number, { number, profile: 'all', events: 'all', isDoubted: true });
    added += 1;
  }
  return [...changes.values()];
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
  { at, now, position, head, isRedefined, people, changes, logged }: Step,
  filling: Filling | undefined,
): Taken & { isFilled: boolean } {
  const { membership, population } = kept;
  const doubted = changes.filter(({ isDoubted }) => isDoubted).map(({ number }) => number);
  const before = doubted.map(membership.answersOf);
  const transitions = membership.step(at, people, changes);
  population.takeIn(logged, people);
  const wrong = doubted.filter((number, i) => membership.answersOf(number) !== before[i]);
  for (const number of doubted) kept.doubted.delete(number);
  kept.position = position;
  const isFilled = filling !== undefined && position >= filling.through;
  if (isFilled) fill(membership, filling);
  if (membership.emptyLeaves().length === 0) kept.isFilled = true;
  const isCaughtUp = at === now && position === head;
  const isLeft = kept.doubted.size > 0 || membership.dueBy(now, 1).length > 0;
  const isCurrent = !isFilled && isCaughtUp && !isLeft;
  const [repaired, confirmed] = [wrong.length, doubted.length - wrong.length];
  return { transitions, isCurrent, isRedefined, isFilled, repaired, confirmed };
}

function fill(membership: Membership, { leaves }: Filling): void {
  for (const leaf of membership.emptyLeaves()) {
    const own = leaves.get(leaf);
    if (own !== undefined) membership.fill(leaf, own);
  }
}
