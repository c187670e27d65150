import type { Compared, Operator, TypedValue } from './operator.ts';
import { empty } from './operators/empty.ts';
import type { ValuePredicate, WherePredicate } from './plan.ts';
import type { Occurrence, Value } from './profile.ts';
import { readProperty, readTyped } from './read-subject.ts';

/**
 * True when the value satisfies the predicate. A missing value, or one of another type, satisfies none:
 * only `empty` is asked about it, and is shown the value as it is.
 */
export function holds(
  predicate: ValuePredicate,
  value: Value | undefined,
  timeZone: string,
): boolean {
  const { operator, operand } = predicate;
  return holdsFor(operator, operand, readCompared(predicate, value, timeZone));
}

/** The half of `holds` that looks at the value alone; null when it is missing or of another type. */
export function readCompared(
  { operator, subject, kind }: ValuePredicate,
  value: Value | undefined,
  timeZone: string,
): Compared | null {
  const typed = operator === empty ? value : readTyped(subject, kind, value, timeZone);
  return toCompared(operator, typed);
}

/** What the operator compares of a typed value; null of none. */
export function toCompared(operator: Operator, typed: TypedValue | undefined): Compared | null {
  if (typed === undefined) return null;
  return operator.normalize === undefined ? typed : operator.normalize(typed);
}

/** The half of `holds` that looks at the operand. */
export function holdsFor(operator: Operator, operand: unknown, compared: Compared | null): boolean {
  if (compared !== null) return operator.holds(compared, operand);
  return operator === empty && operator.holds(undefined, operand);
}

/** True when the occurrence satisfies every filter. */
export function holdsAll(
  where: readonly WherePredicate[],
  occurrence: Occurrence,
  timeZone: string,
): boolean {
  return where.every((filter) =>
    filter.type === 'not'
      ? !holdsOn(filter.child, occurrence, timeZone)
      : holdsOn(filter, occurrence, timeZone),
  );
}

function holdsOn(filter: ValuePredicate, occurrence: Occurrence, timeZone: string): boolean {
  const { subject } = filter;
  if (subject.type !== 'property') throw new Error('A property filter tests a property.');
  return holds(filter, readProperty(occurrence, subject.key), timeZone);
}
