import type { Find, Memory } from './evaluation.ts';
import { follow } from './follow.ts';
import { holdsFor, readCompared } from './holds.ts';
import { moveOperand } from './move-plan.ts';
import type { Compared } from './operator.ts';
import { empty } from './operators/empty.ts';
import type { ValuePredicate } from './plan.ts';
import { profileReader } from './read-subject.ts';

/** Finds what the operator of a predicate compares, as `readCompared` reads it. */
type Read = Find<Compared | null>;

/** How the predicate is tested on a user, her value being read by what `toReader` gives. */
export function prepareValue(
  predicate: ValuePredicate,
  timeZone: string,
  toReader: typeof readerOf,
): Find<boolean> {
  const { operator, operand, relative } = predicate;
  const read = toReader(predicate, timeZone);
  if (relative === undefined) {
    return (evaluation) => holdsFor(operator, operand, read(evaluation));
  }
  const operandAt = follow((now) => moveOperand(predicate, { now, timeZone }));
  return (evaluation) => {
    const compared = read(evaluation);
    if (compared === null) return false;
    const { now } = evaluation;
    return holdsFor(operator, now === undefined ? operand : operandAt(now), compared);
  };
}

/** A reader of what the operator of a predicate compares. It reads anew each time. */
export function readerOf(predicate: ValuePredicate, timeZone: string): Read {
  const { subject } = predicate;
  if (subject.type === 'property') throw new Error('A property is tested on an occurrence.');
  const read = profileReader(subject);
  return ({ profile }) => readCompared(predicate, read(profile), timeZone);
}

/**
 * Hundreds of segments look at the same few values of one person. Those that read a value as the same kind, and
 * normalize it by the same function, are given one reader, which remembers.
 */
export function createReaders(memory: Memory): typeof readerOf {
  const readers = new Map<string, Map<unknown, Read>>();
  return (predicate, timeZone) => {
    const { subject, kind, operator } = predicate;
    // `empty` looks at the value as it is, whatever the kind.
    const key = JSON.stringify([subject, operator === empty ? 'any' : kind, timeZone]);
    const alike = readers.get(key) ?? new Map<unknown, Read>();
    readers.set(key, alike);
    const read = alike.get(operator.normalize) ?? memory.remember(readerOf(predicate, timeZone));
    alike.set(operator.normalize, read);
    return read;
  };
}
