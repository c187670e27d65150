import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examplesOf } from '../../test/examples-of.ts';
import { holdsFor, toCompared } from '../holds.ts';
import type { TypedValue } from '../operator.ts';
import { operators } from './operators.ts';

// What `boundaries` promises, tried on the operands of each operator's own examples: two values of its
// kind that no boundary parts are answered the same.

const clock = { now: Date.parse('2026-03-29T12:00:00Z'), timeZone: 'Europe/Paris' };
const instants = { min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') };
const values: Record<string, fc.Arbitrary<TypedValue>> = {
  string: fc.string(),
  number: fc.oneof(fc.double({ noNaN: true, min: -10, max: 10 }), fc.integer({ min: -5, max: 12 })),
  date: fc.integer(instants),
  boolean: fc.boolean(),
  list: fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.integer({ min: 0, max: 5 }))),
};

const offered = operators.filter(({ boundaries, kinds }) => boundaries && kinds.length === 1);

test.each(offered.map((operator) => [operator.kinds[0], operator.name, operator] as const))(
  '%s %s answers the same between two boundaries',
  (kind = 'string', _, operator) => {
    const operands = examplesOf(operator).flatMap(({ operand }) => {
      const parsed = operator.parse(operand, []);
      return parsed.ok ? [parsed.value] : [];
    });
    const value = values[kind] as fc.Arbitrary<TypedValue>;
    fc.assert(
      fc.property(fc.constantFrom(...operands), value, value, (operand, one, other) => {
        const resolved = operator.resolve(operand, clock);
        const boundaries = operator.boundaries?.(operand, resolved) ?? [];
        fc.pre(placeOf(one, boundaries) === placeOf(other, boundaries));
        const answerTo = (typed: TypedValue) =>
          holdsFor(operator, resolved, toCompared(operator, typed));
        expect(answerTo(one)).toBe(answerTo(other));
      }),
    );
  },
);

/** Where a value is among the boundaries, as one text. */
function placeOf(value: TypedValue, boundaries: readonly unknown[]): string {
  if (Array.isArray(value)) return boundaries.map((each) => value.includes(each as string)).join();
  if (typeof value !== 'number') return boundaries.map((each) => each === value).join();
  const numbers = boundaries as readonly number[];
  return numbers.map((each) => (value < each ? 'below' : value > each ? 'above' : 'at')).join();
}
