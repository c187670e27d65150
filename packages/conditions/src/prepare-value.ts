import type { Find, Memory } from './evaluation.ts';
import { holdsFor, readCompared } from './holds.ts';
import { moveOperand } from './move-plan.ts';
import type { Compared } from './operator.ts';
import { empty } from './operators/empty.ts';
import type { Interval, ValuePredicate } from './plan.ts';
import type { Instant } from './profile.ts';
import { profileReader } from './read-subject.ts';

/** Finds what the operator of a predicate compares, as `readCompared` reads it. */
type Read = Find<Compared | null>;

/** How the predicate is tested on a user, her value being read by what `toReader` gives. */
export function prepareValue(
  predicate: ValuePredicate,
  timeZone: string,
  memory: Memory,
  toReader: typeof readerOf,
): Find<boolean> {
  const { operator, operand, relative } = predicate;
  const read = toReader(predicate, timeZone);
  if (relative === undefined) {
    return (evaluation) => holdsFor(operator, operand, read(evaluation));
  }
  const move = (now: Instant) => moveOperand(predicate, { now, timeZone });
  const operandOf = memory.follow(operand as Interval, move);
  return (evaluation) => {
    const compared = read(evaluation);
    // What is not there need not be compared with an operand that has to be moved first.
    return compared !== null && holdsFor(operator, operandOf(evaluation), compared);
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
