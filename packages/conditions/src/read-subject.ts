import { answerKey } from './answer-key.ts';
import type { TypedValue } from './operator.ts';
import type { Subject } from './plan.ts';
import type { Occurrence, Profile, Value } from './profile.ts';
import type { Kind, NativeKey } from './tree.ts';
import { readAs } from './value.ts';

/** Reads the raw value of one subject; undefined when there is none. */
export type ReadProfile = (profile: Profile) => Value | undefined;

/** How to read an attribute or answer of a profile. Native instants are read as their milliseconds. */
export function profileReader(subject: Exclude<Subject, { type: 'property' }>): ReadProfile {
  if (subject.type === 'answer') {
    const key = answerKey(subject.experienceId, subject.stepId);
    return (profile) => profile.answers.get(key);
  }
  const { source, key } = subject;
  switch (source) {
    case 'native':
      return (profile) => profile.native[key as NativeKey];
    case 'custom':
      return (profile) => profile.attributes.get(key);
    case 'trait':
      return (profile) => profile.traits.get(key);
  }
}

/** The property of one occurrence. */
export function readProperty(occurrence: Occurrence, key: string): Value | undefined {
  return occurrence.properties.get(key);
}

/** True for the subjects whose values are instants already and not text that may read as one. */
export function isNativeInstant(subject: Subject, kind: Kind): boolean {
  return kind === 'date' && subject.type === 'attribute' && subject.source === 'native';
}

/**
 * The value as the operator sees it, undefined when it is missing or of another type. A native instant
 * is a date as it is; every other date is text that reads as one.
 */
export function readTyped(
  subject: Subject,
  kind: Kind,
  value: Value | undefined,
  timeZone: string,
): TypedValue | undefined {
  return isNativeInstant(subject, kind) ? value : readAs(kind, value, timeZone);
}
