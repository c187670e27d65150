import {
  type Clock,
  findOperator,
  type Kind,
  type Scalar,
  type Value,
  type ValueTest,
} from '@muster/conditions';

/**
 * Values of one subject of which one stands for every value there can be, as far as these tests can tell
 * two values apart: whatever any value answers them, one of these answers the same. `undefined` is no value.
 */
export interface PossibleValues {
  values: readonly (Value | undefined)[];
  /** The tests that this is true of; the others are not to be reasoned about. */
  tests: readonly ValueTest[];
}

/** More elements make too many lists to try; such tests are left out. */
const maxElements = 8;

/** Finds them. Leaving a test out is always safe: what the rest cannot all hold, they cannot with it. */
export function listPossibleValues(tests: readonly ValueTest[], clock: Clock): PossibleValues {
  const known = tests.flatMap((test) => {
    const boundaries = boundariesOf(test, clock);
    return boundaries ? [{ test, boundaries }] : [];
  });
  const hasTexts = known.some(
    ({ test, boundaries }) => test.kind === 'string' && boundaries.length > 0,
  );
  const elements = unique(
    known.filter(({ test }) => test.kind === 'list').flatMap(({ boundaries }) => boundaries),
  );
  const kept = known.filter(
    ({ test, boundaries }) =>
      // One instant is written in endless ways, which tests of texts tell apart.
      !(test.kind === 'date' && hasTexts && boundaries.length > 0) &&
      !(test.kind === 'list' && elements.length > maxElements),
  );
  const of = (kind: Kind) =>
    unique(kept.filter(({ test }) => test.kind === kind).flatMap(({ boundaries }) => boundaries));
  return {
    tests: kept.map(({ test }) => test),
    values: [
      undefined,
      '',
      ...of('string'),
      otherThan(of('string')),
      ...listNumbers(of('number') as number[]),
      ...listDates(of('date') as number[]),
      true,
      false,
      ...listLists(of('list')),
    ],
  };
}

function boundariesOf(test: ValueTest, clock: Clock): readonly Scalar[] | undefined {
  const operator = findOperator(test.kind, test.operator);
  const operand = operator?.parse(test.value, []);
  if (!operator?.boundaries || !operand?.ok) return undefined;
  return operator.boundaries(operand.value, operator.resolve(operand.value, clock));
}

/** A text that is none of these, and neither empty nor a date. */
function otherThan(texts: readonly Scalar[]): string {
  let other = 'other';
  while (texts.includes(other)) other += '.';
  return other;
}

/** Each number, one between each two, one beyond each end. */
function listNumbers(numbers: readonly number[]): number[] {
  const sorted = numbers.toSorted((one, other) => one - other);
  const between = sorted.slice(1).map((number, i) => (number + (sorted[i] ?? number)) / 2);
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  return [
    low - Math.max(1, Math.abs(low)),
    ...sorted,
    ...between,
    high + Math.max(1, Math.abs(high)),
  ];
}

/** Each instant and the one before it, as text; an instant that no date can say is left out. */
function listDates(instants: readonly number[]): string[] {
  const around = instants.flatMap((instant) => [instant - 1, instant]);
  return around
    .filter((instant) => instant >= firstInstant && instant <= lastInstant)
    .map((instant) => new Date(instant).toISOString());
}

const firstInstant = Date.parse('0000-01-01T00:00:00Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/** Every choice among the elements, without and with another one. */
function listLists(elements: readonly Scalar[]): Scalar[][] {
  const choices: Scalar[][] = [[]];
  for (const element of elements) choices.push(...choices.map((list) => [...list, element]));
  const other = otherThan(elements);
  return [...choices, ...choices.map((list) => [...list, other])];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
