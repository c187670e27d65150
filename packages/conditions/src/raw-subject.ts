import { findNativeField } from './categories/native-fields.ts';
import { holds } from './holds.ts';
import { tagScalar, untagScalar } from './index-layout.ts';
import type { MembershipPredicate, Subject, ValuePredicate } from './plan.ts';
import type { Profile, Value } from './profile.ts';
import { isNativeInstant, profileReader } from './read-subject.ts';
import { raw, type Sql, sql, string } from './sql.ts';
import { subjectColumns } from './subject-columns.ts';

/**
 * A value of the index as it was before any condition looked at it, in two columns of a row: `number`, a Float64 that is
 * NaN where the value is no number, and `text`, a String that `readRawText` reads, `''` where it is nothing else.
 */
export interface RawColumns {
  number: Sql;
  text: Sql;
}

/** What one condition on a profile looks at. */
export interface RawSubject {
  /** Equal for conditions that look at the same. */
  key: string;
  read(profile: Profile): Value | undefined;
  columns: RawColumns;
}

/** An id in a set is a value: true, or none. */
export function rawSubjectOf(predicate: ValuePredicate | MembershipPredicate): RawSubject {
  if (predicate.type === 'membership') {
    const { set, id } = predicate;
    return {
      key: JSON.stringify([set, id]),
      read: (profile) => (profile[set].has(id) ? true : undefined),
      columns: { number: raw('nan'), text: sql`if(has(${raw(set)}, ${string(id)}), 'b1', '')` },
    };
  }
  const { subject } = predicate;
  if (subject.type === 'property') throw new Error('A property is not of a profile.');
  return {
    key: JSON.stringify(subject),
    read: profileReader(subject),
    columns: rawColumnsOf(subject),
  };
}

/** The same of the property of an event. */
export function rawPropertyColumns(key: string): RawColumns {
  return rawColumnsOf({ type: 'property', key });
}

function rawColumnsOf(subject: Subject): RawColumns {
  const { string: text, number, boolean, date, list } = subjectColumns(subject);
  // A native instant is a number that only the conditions call a date.
  const isInstant =
    subject.type === 'attribute' &&
    subject.source === 'native' &&
    findNativeField(subject.key)?.kind === 'date';
  return {
    number: sql`ifNull(toFloat64(${isInstant ? date : number}), nan)`,
    text: sql`ifNull(multiIf(
      isNotNull(${text}), concat('s', ${text}),
      isNotNull(${boolean}), if(${boolean}, 'b1', 'b0'),
      notEmpty(${list}), concat('l', toJSONString(${list})), ''), '')`,
  };
}

/** The text of a value that is no number; also the same for the same value. */
export function writeRawText(value: Exclude<Value, number>): string {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'boolean') return value ? 'b1' : 'b0';
  return `l${JSON.stringify(value.map(tagScalar))}`;
}

/** The value of a text that is not `''`. */
export function readRawText(text: string): Exclude<Value, number> {
  const rest = text.slice(1);
  if (text.startsWith('s')) return rest;
  if (text.startsWith('b')) return rest === '1';
  const elements: string[] = JSON.parse(rest);
  return elements.map(untagScalar);
}

/** Whether a predicate holds for a raw value; of numbers it is asked apart, as there are many different ones. */
export interface RawTest {
  /** Equal for tests that say the same of every value, whenever; absent where that moves with time. */
  key: string | undefined;
  missing: boolean;
  other(value: Exclude<Value, number>): boolean;
  number(value: number): boolean;
}

/** The meaning of a predicate for values that are kept as they are: what `evaluate` says of a user who has one. */
export function rawTestOf(
  predicate: ValuePredicate | MembershipPredicate,
  timeZone: string,
): RawTest {
  if (predicate.type === 'membership') {
    const isTrue = (value: Value) => value === true;
    return { key: 'is in', missing: false, other: isTrue, number: () => false };
  }
  const { subject, kind, operator, operand } = predicate;
  const { not: _, ...written } = predicate.test;
  const test = (value: Value | undefined) => holds(predicate, value, timeZone);
  const isOfNumbers = kind === 'number' || isNativeInstant(subject, kind);
  const isMoving = predicate.relative !== undefined;
  // A day of the calendar is one of the project's time zone.
  const key = isMoving ? undefined : JSON.stringify([kind, written, timeZone]);
  return { key, missing: test(undefined), other: test, number: testNumbers() };

  function testNumbers(): (value: number) => boolean {
    // To an operator of another kind all numbers are one: something else.
    if (!isOfNumbers) return test(0) ? () => true : () => false;
    if (operator.normalize !== undefined || !operator.kinds.includes(kind)) return test;
    if (operator.kinds.length > 1) return test;
    return (value) => operator.holds(value, operand);
  }
}
