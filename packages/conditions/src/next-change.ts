import { dayMs } from './calendar.ts';
import { createMemory, type Evaluation } from './evaluation.ts';
import { flipInstants, nextFlipInstant } from './flip-instants.ts';
import { holdsAll } from './holds.ts';
import { isRelative, movePlan } from './move-plan.ts';
import type { EventPredicate, Plan, ValidPlan, ValuePredicate } from './plan.ts';
import { prepare } from './prepare.ts';
import { createReaders, type readerOf } from './prepare-value.ts';
import type { EventLookup, Instant, Occurrence, Profile } from './profile.ts';
import { readProperty, readTyped } from './read-subject.ts';
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
  const memory = createMemory();
  const nearest = prepareNearest(plan, createReaders(memory));
  const next = nearest(memory.begin(profile, events, undefined), after);
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** `nextPossibleChange` for any number of users; `Infinity`: none. Their dates are read by what `toReader` gives. */
export function prepareNearest(
  plan: ValidPlan,
  toReader: typeof readerOf,
): (evaluation: Evaluation, after: Instant) => Instant {
  const visit = prepareDates(plan, toReader);
  // Of the call under way: a function made in each call would cost as much as what it does.
  let from = 0;
  let next = 0;
  const add: Add = (date, span) => {
    next = Math.min(next, nextFlipInstant(date, span, plan.timeZone, from));
  };
  return (evaluation, after) => {
    from = after;
    next = Number.POSITIVE_INFINITY;
    visit(evaluation, add);
    return next;
  };
}

/** Every instant after `now` at which some condition may change, ascending; also of those conditions
 * that an evaluation would not reach now. */
function listInstants(plan: ValidPlan, profile: Profile, events: EventLookup): Instant[] {
  const instants = new Set<Instant>();
  const memory = createMemory();
  const visit = prepareDates(plan, createReaders(memory));
  visit(memory.begin(profile, events, undefined), (date, span) => {
    for (const instant of flipInstants(date, span, plan.timeZone)) {
      if (instant > plan.now) instants.add(instant);
    }
  });
  return [...instants].sort((a, b) => a - b);
}

/** Calls `add` with each date of a user that is compared with now, and with the span by which it is; some more than once. */
type VisitDates = (evaluation: Evaluation, add: Add) => void;
type Add = (date: Instant, span: Span) => void;

function prepareDates({ root, timeZone }: ValidPlan, toReader: typeof readerOf): VisitDates {
  const visits: VisitDates[] = [];
  visitPlan(root, new Set(), (node) => {
    if (node.type === 'value') visits.push(...prepareDateOfValue(node, timeZone, toReader));
    if (node.type === 'event' && isRelative(node)) visits.push(prepareDatesOfEvent(node, timeZone));
  });
  const [only] = visits;
  if (only !== undefined && visits.length === 1) return only;
  return (evaluation, add) => {
    for (const visit of visits) visit(evaluation, add);
  };
}

function prepareDateOfValue(
  predicate: ValuePredicate,
  timeZone: string,
  toReader: typeof readerOf,
): VisitDates[] {
  const { relative, subject } = predicate;
  if (relative === undefined || subject.type === 'property') return [];
  const read = toReader(predicate, timeZone);
  const visit: VisitDates = (evaluation, add) => {
    const date = read(evaluation);
    if (typeof date === 'number') add(date, relative);
  };
  return [visit];
}

function prepareDatesOfEvent(predicate: EventPredicate, timeZone: string): VisitDates {
  const { relative, where } = predicate;
  const tests = where.map((filter) => (filter.type === 'not' ? filter.child : filter));
  const moving = tests.filter((test) => test.relative !== undefined);
  // A filter that stands still decides once and for all whether an occurrence ever counts.
  const still = where.filter(
    (filter) => !moving.includes(filter.type === 'not' ? filter.child : filter),
  );
  return ({ events }, add) => {
    for (const occurrence of findReachable(predicate, events)) {
      if (!holdsAll(still, occurrence, timeZone)) continue;
      if (relative !== undefined) add(occurrence.timestamp, relative);
      for (const test of moving) addOfProperty(test, occurrence, timeZone, add);
    }
  };
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
