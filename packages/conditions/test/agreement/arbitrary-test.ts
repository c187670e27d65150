import fc from 'fast-check';
import { kinds, operatorsOf } from '../../src/find-operator.ts';
import { parseIsoDate } from '../../src/iso-date.ts';
import type { Editor, Operator } from '../../src/operator.ts';
import { parseDateRange } from '../../src/operators/date/date-operand.ts';
import type { Kind, ValueTest } from '../../src/tree.ts';
import { from } from './arbitrary-person.ts';
import type { World } from './arbitrary-world.ts';

/** `not` absent, false and true: the first two mean the same. */
export const negation = fc.constantFrom<{ not?: boolean }[]>({}, {}, { not: false }, { not: true });

/** Every operator with every kind that it has. */
export const everyOperator: readonly (readonly [Kind, Operator])[] = kinds.flatMap((kind) =>
  operatorsOf(kind).map((operator) => [kind, operator] as const),
);

/** Any test, or any of one kind. */
export function arbitraryTest(world: World, kind?: Kind): fc.Arbitrary<ValueTest> {
  const offered = everyOperator.filter(([of]) => kind === undefined || of === kind);
  return from(offered).chain(([of, operator]) => testWith(world, of, operator));
}

/** The operator with any operand that its editor can make. */
export function testWith(world: World, kind: Kind, operator: Operator): fc.Arbitrary<ValueTest> {
  return fc.tuple(arbitraryOperand(world, operator.editor), negation).map(([value, not]) => ({
    kind,
    operator: operator.name,
    ...(value !== undefined && { value }),
    ...not,
  }));
}

function arbitraryOperand(world: World, editor: Editor): fc.Arbitrary<unknown> {
  const number = from(world.numbers);
  const date = from(world.dates);
  switch (editor) {
    case 'none':
      return fc.constant(undefined);
    case 'string':
      return arbitraryNeedle(world);
    case 'strings':
      return fc.array(arbitraryNeedle(world), { minLength: 1, maxLength: 3 });
    case 'number':
      return number;
    case 'number-range':
      return fc.tuple(number, number).map(([a, b]) => (a > b ? [b, a] : [a, b]));
    case 'boolean':
      return fc.boolean();
    case 'date':
      return date;
    case 'date-range':
      return fc.tuple(date, date).map(([a, b]) => datesInOrder(world, a, b));
    case 'span':
      return from(world.spans);
    case 'values':
      return fc.array(from(world.scalars), { minLength: 1, maxLength: 3 });
  }
}

/** A text that data may have, a part of one, or one in another letter case. */
function arbitraryNeedle(world: World): fc.Arbitrary<string> {
  const text = fc.oneof(
    { weight: 4, arbitrary: from(world.texts) },
    { weight: 1, arbitrary: from(world.dateLikes) },
  );
  const part = fc
    .tuple(text, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 4 }))
    .map(([whole, start, length]) => sliceText(whole, start, length));
  const recased = fc
    .tuple(fc.oneof(text, part), fc.boolean())
    .map(([whole, isUpper]) => (isUpper ? whole.toUpperCase() : whole.toLowerCase()))
    .filter((whole) => whole.length <= 700);
  return fc.oneof(text, part, recased);
}

/** By code points, since half a surrogate pair is no text. */
function sliceText(text: string, start: number, length: number): string {
  return Array.from(text).slice(start).slice(0, length).join('');
}

/**
 * Two dates as a range needs them: the end that is earlier in the world's zone first, unless it is refused so. A
 * time that a clock skips in spring may be the later one there, and the earlier one wherever it is not skipped.
 */
export function datesInOrder({ clock }: World, a: string, b: string): [from: string, to: string] {
  const [first, second] = [a, b].map((text) => parseIsoDate(text, clock.timeZone)?.instant ?? 0);
  const [from, to] = (first ?? 0) > (second ?? 0) ? [b, a] : [a, b];
  return parseDateRange([from, to], []).ok ? [from, to] : [to, from];
}
