import { findOperator, kinds, operatorsOf } from './find-operator.ts';
import type { Operator } from './operator.ts';
import { type Fields, parseChoice, parseNot } from './parse-fields.ts';
import { joinChoices, type ParseReport, quote, report } from './parse-report.ts';
import type { Path } from './plan.ts';
import type { Kind, ValueTest } from './tree.ts';

/** The fields that a test of a value adds to those that say whose value it is. */
export const testFields = ['kind', 'operator', 'value', 'not'] as const;

/** Reads kind, operator, operand and `not`. */
export function parseTest(state: ParseReport, fields: Fields, path: Path): ValueTest | undefined {
  const negation = parseNot(state, fields.not, path);
  const kind = parseChoice(state, fields.kind, [...path, 'kind'], kinds);
  const operator = kind && parseOperator(state, kind, fields.operator, path);
  const operand = operator?.parse(fields.value, [...path, 'value']);
  if (operand?.ok === false) report(state, ...operand.problems);
  if (!kind || !operator || !operand?.ok || !negation) return undefined;
  return {
    kind,
    operator: operator.name,
    ...(operand.value !== undefined && { value: operand.value }),
    ...negation,
  };
}

function parseOperator(
  state: ParseReport,
  kind: Kind,
  name: unknown,
  path: Path,
): Operator | undefined {
  const operator = typeof name === 'string' ? findOperator(kind, name) : undefined;
  if (operator !== undefined) return operator;
  const names = joinChoices(operatorsOf(kind).map((candidate) => candidate.name));
  return report(state, {
    path: [...path, 'operator'],
    code: 'unknown_operator',
    message: `Expected an operator of kind ${kind}, that is ${names}, found ${quote(name)}.`,
  });
}
