import { findOperator } from './find-operator.ts';
import type { ValueTest } from './tree.ts';

/** A test of a value in words, beginning with whose value it is. Never throws. */
export function describeTest(subject: string, test: ValueTest): string {
  const operator = findOperator(test.kind, test.operator);
  if (!operator) {
    const words = `${subject} unknown operator ${test.operator}`;
    return test.not ? `not (${words})` : words;
  }
  const operand = operator.parse(test.value, []);
  const operandWords = operand.ok ? operator.describe(operand.value) : nameUnread(test.value);
  const { plain, not } = operator.labels;
  const label = test.not && not !== undefined ? not : plain;
  const words = [subject, label, operandWords].filter((part) => part !== '').join(' ');
  return test.not && not === undefined ? `not (${words})` : words;
}

/** A draft lacks its operand for a while; anything else that does not parse is broken. */
function nameUnread(value: unknown): string {
  const isMissing = value == null || value === '' || (Array.isArray(value) && value.length === 0);
  return isMissing ? '…' : 'an unreadable value';
}
