import type { Parsed } from '../operator.ts';
import type { Path } from '../plan.ts';
import type { Scalar } from '../profile.ts';
import { maxOperandValues } from '../tree.ts';
import { checkNumber, checkScalar, checkString, type ValueRefusal } from '../value.ts';

/** What every `parse` of an operand is: canonical form, or problems at paths under `path`. */
export type ParseOperand<T> = (value: unknown, path: Path) => Parsed<T>;

/** A failed parse with one problem. */
export function refuseOperand(path: Path, code: string, message: string): Parsed<never> {
  return { ok: false, problems: [{ path, code, message }] };
}

/** A well-formed string of at most 700 code points; the empty one is allowed. */
export function parseText(value: unknown, path: Path): Parsed<string> {
  if (typeof value !== 'string') return refuseOperand(path, 'operand_type', 'Give a text.');
  return fromCheck(checkString(value), path);
}

/** A finite number of at most 2^53 in magnitude; `-0` becomes `0`. */
export function parseNumber(value: unknown, path: Path): Parsed<number> {
  if (typeof value !== 'number') return refuseOperand(path, 'operand_type', 'Give a number.');
  return fromCheck(checkNumber(value), path);
}

/** `true` or `false`, not `"true"`. */
export function parseBoolean(value: unknown, path: Path): Parsed<boolean> {
  return typeof value === 'boolean'
    ? { ok: true, value }
    : refuseOperand(path, 'operand_type', 'Give true or false.');
}

/** A string, number or boolean that could be an element of a stored list. */
export function parseScalar(value: unknown, path: Path): Parsed<Scalar> {
  return fromCheck(checkScalar(value), path);
}

function fromCheck<T>(checked: { ok: true; value: T } | ValueRefusal, path: Path): Parsed<T> {
  return checked.ok
    ? { ok: true, value: checked.value }
    : refuseOperand(path, checked.code, checked.message);
}

/** One to `maxOperandValues` values, each parsed by `parseOne`; a problem for each that is refused. */
export function parseListOf<T>(parseOne: ParseOperand<T>): ParseOperand<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuseOperand(path, 'operand_type', 'Give a list of values.');
    if (value.length === 0) return refuseOperand(path, 'operand_empty', 'Give at least one value.');
    if (value.length > maxOperandValues) {
      return refuseOperand(path, 'operand_too_long', `Give at most ${maxOperandValues} values.`);
    }
    return parseEach(value, path, parseOne);
  };
}

/** `[low, high]`, each parsed by `parseOne`, refused when `isReversed` says so. */
export function parseRangeOf<T>(
  parseOne: ParseOperand<T>,
  isReversed: (low: T, high: T) => boolean,
): ParseOperand<[T, T]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) {
      return refuseOperand(path, 'operand_type', 'Give the two ends, lower first.');
    }
    const ends = parseEach(value, path, parseOne);
    if (!ends.ok) return ends;
    const [low, high] = ends.value as [T, T];
    return isReversed(low, high)
      ? refuseOperand(path, 'operand_reversed', 'The first end is after the second.')
      : { ok: true, value: [low, high] };
  };
}

function parseEach<T>(
  values: readonly unknown[],
  path: Path,
  parseOne: ParseOperand<T>,
): Parsed<T[]> {
  // Array.from: a sparse array, which only a caller in process can send, has its holes refused too.
  const results = Array.from(values, (value, i) => parseOne(value, [...path, i]));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: results.flatMap((result) => (result.ok ? [result.value] : [])) };
}
