/// <reference types="vite/client" />
import type { Example, Operator } from '../src/operator.ts';
import { operators } from '../src/operators/operators.ts';

const files = import.meta.glob<{ examples?: readonly Example[] }>(
  ['../src/operators/**/*.ts', '!**/*.test.ts'],
  { eager: true },
);
const tables = new Map(
  Object.values(files).flatMap((file) =>
    Object.values<unknown>(file)
      .filter((each) => operators.includes(each as Operator))
      .map((each) => [each as Operator, file.examples]),
  ),
);

/** The table in the file of the operator. Throws where there is none, or none with a line in it. */
export function examplesOf(operator: Operator): readonly Example[] {
  const examples = tables.get(operator);
  if (!examples?.length) throw new Error(`The file of ${operator.name} has no examples.`);
  return examples;
}
