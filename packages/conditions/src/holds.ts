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
  const { operator, operand, subject, kind } = predicate;
  if (operator === empty) return operator.holds(value, operand);
  const typed = readTyped(subject, kind, value, timeZone);
  return typed !== undefined && operator.holds(typed, operand);
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
