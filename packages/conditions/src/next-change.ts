import { dayMs } from './calendar.ts';
import { flipInstants } from './flip-instants.ts';
import { holdsAll } from './holds.ts';
import { isRelative, movePlan } from './move-plan.ts';
import type { EventPredicate, Plan, PlanNode, ValidPlan, ValuePredicate } from './plan.ts';
import { prepare } from './prepare.ts';
import type { EventLookup, Instant, Occurrence, Profile } from './profile.ts';
import { profileReader, readProperty, readTyped } from './read-subject.ts';
import type { Span } from './tree.ts';
import { visitPlan } from './visit-plan.ts';

/** Most instants that are tried before "may change" is the answer. */
const maxTried = 200;

/**
 * The next instant after the plan's `now` at which the verdict on this user changes by the passing of
 * time alone; null when it never does. After 200 instants without a change the next one is given untried:
 * then the verdict *may* change there, and does not before. `events` answers for
 * `eventQueriesForChange(plan)`.
 */
export function nextChange(plan: Plan, profile: Profile, events: EventLookup): Instant | null {
  if (!plan.valid) return null;
  const instants = listInstants(plan, profile, events);
  if (instants.length === 0) return null;
  const verdict = prepare(plan)(profile, events);
  const tried = instants.slice(0, maxTried);
  const change = tried.find((now) => prepare(movePlan(plan, now))(profile, events) !== verdict);
  return change ?? instants[maxTried] ?? null;
}

/**
 * The first instant later than `after` at which the verdict on this user may change by the passing of
 * time alone, be it that it does not; null when there is none. Not before the plan's own `now`. It costs
 * a look at her data where `nextChange` evaluates, and `events` answers for the same.
 */
export function nextPossibleChange(
  plan: ValidPlan,
  profile: Profile,
  events: EventLookup,
  after: Instant,
): Instant | null {
  let next = Number.POSITIVE_INFINITY;
  visitInstants(plan, profile, events, (instant) => {
    if (instant > after && instant < next) next = instant;
  });
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** Every instant after `now` at which some condition may change, ascending; also of those conditions
 * that an evaluation would not reach now. */
function listInstants(plan: ValidPlan, profile: Profile, events: EventLookup): Instant[] {
  const instants = new Set<Instant>();
  visitInstants(plan, profile, events, (instant) => {
    if (instant > plan.now) instants.add(instant);
  });
  return [...instants].sort((a, b) => a - b);
}

/** Past ones, too; some more than once. */
function visitInstants(
  { root, timeZone }: ValidPlan,
  profile: Profile,
  events: EventLookup,
  visitInstant: (instant: Instant) => void,
): void {
  function add(value: Instant, span: Span): void {
    for (const instant of flipInstants(value, span, timeZone)) visitInstant(instant);
  }
  function visit(node: PlanNode): void {
    if (node.type === 'value') addOfValue(node, profile, timeZone, add);
    if (node.type === 'event' && isRelative(node)) addOfEvent(node, events, timeZone, add);
  }
  visitPlan(root, new Set(), visit);
}

type Add = (value: Instant, span: Span) => void;

function addOfValue(predicate: ValuePredicate, profile: Profile, timeZone: string, add: Add): void {
  const { subject, kind, relative } = predicate;
  if (relative === undefined || subject.type === 'property') return;
  const date = readTyped(subject, kind, profileReader(subject)(profile), timeZone);
  if (typeof date === 'number') add(date, relative);
}

function addOfEvent(
  predicate: EventPredicate,
  events: EventLookup,
  timeZone: string,
  add: Add,
): void {
  const { relative, where } = predicate;
  const tests = where.map((filter) => (filter.type === 'not' ? filter.child : filter));
  const moving = tests.filter((test) => test.relative !== undefined);
  // A filter that stands still decides once and for all whether an occurrence ever counts.
  const still = where.filter(
    (filter) => !moving.includes(filter.type === 'not' ? filter.child : filter),
  );
  for (const occurrence of findReachable(predicate, events)) {
    if (!holdsAll(still, occurrence, timeZone)) continue;
    if (relative !== undefined) add(occurrence.timestamp, relative);
    for (const test of moving) addOfProperty(test, occurrence, timeZone, add);
  }
}

/** The occurrences that are in the window now or may be later: see `eventQueriesForChange`. */
function findReachable(
  { source, name, window, relative }: EventPredicate,
  events: EventLookup,
): readonly Occurrence[] {
  if (relative === undefined) return events.find(source, name, window.from, window.until);
  const from = window.from === undefined ? undefined : window.from - 2 * dayMs;
  return events.find(source, name, from, undefined);
}

function addOfProperty(
  { subject, kind, relative }: ValuePredicate,
  occurrence: Occurrence,
  timeZone: string,
  add: Add,
): void {
  if (relative === undefined || subject.type !== 'property') return;
  const date = readTyped(subject, kind, readProperty(occurrence, subject.key), timeZone);
  if (typeof date === 'number') add(date, relative);
}
