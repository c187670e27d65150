import {
  type Condition,
  findOperator,
  type Group,
  type Scalar,
  type ValueTest,
} from '@muster/conditions';
import type { ValueSubject } from '../builder-data.ts';
import { visitConditions } from './visit-conditions.ts';

/** A value that a condition names, and whose it would be. */
export interface ChosenValue {
  /** Of the condition, joined by points. */
  path: string;
  subject: ValueSubject;
  value: Scalar;
}

/** Every value that a tree compares whole, where there is a list of values to look it up in. */
export function listChosenValues(tree: Group): ChosenValue[] {
  const chosen: ChosenValue[] = [];
  visitConditions(tree, (condition, path) => {
    for (const { subject, test } of listTests(condition)) {
      for (const value of listWholeValues(test)) chosen.push({ path, subject, value });
    }
  });
  return chosen;
}

function listTests(condition: Condition): { subject: ValueSubject; test: ValueTest }[] {
  switch (condition.type) {
    case 'attribute': {
      const { source, key } = condition;
      return [{ subject: { type: 'attribute', source, key }, test: condition }];
    }
    case 'event': {
      const { source, name, where = [] } = condition;
      return where.map((test) => ({
        subject: { type: 'property', source, name, key: test.key },
        test,
      }));
    }
    default:
      return [];
  }
}

/** The values of an operand that are chosen from a list and compared whole: those that change the answer. */
function listWholeValues(test: ValueTest): readonly Scalar[] {
  const operator = findOperator(test.kind, test.operator);
  const isList = operator?.editor === 'strings' || operator?.editor === 'values';
  if (!isList || !operator.boundaries || !Array.isArray(test.value)) return [];
  return test.value.filter((value): value is Scalar => value !== '');
}
