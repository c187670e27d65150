import { findOperator, type Kind, operatorsOf, type ValueTest } from '@muster/conditions';
import { editors } from './editors/editors.ts';

/** The test that a new condition about values of this kind begins with; it may lack its operand. */
export function startTest(kind: Kind): ValueTest {
  const offered = operatorsOf(kind);
  // What moves with the clock is what one asks about a date; elsewhere the first is the plainest.
  const operator = offered.find((candidate) => candidate.relative) ?? offered[0];
  if (!operator) throw new Error(`No operator for values of kind ${kind}.`);
  return chooseOperator({ kind, operator: operator.name, value: undefined }, kind, operator.name);
}

/** The test with another operator. Its operand stays where the new operator is edited the same way. */
export function chooseOperator<Test extends ValueTest>(
  test: Test,
  kind: Kind,
  name: string,
  not = false,
): Test {
  const operator = findOperator(kind, name);
  if (!operator) throw new Error(`No operator ${name} for values of kind ${kind}.`);
  const before = findOperator(test.kind, test.operator);
  const keeps = before?.editor === operator.editor && test.value !== undefined;
  const { value: _, not: __, ...rest } = test;
  const value = keeps ? test.value : editors[operator.editor].initial;
  return {
    ...rest,
    kind,
    operator: name,
    ...(value !== undefined && { value }),
    ...(not && { not }),
  } as Test;
}
