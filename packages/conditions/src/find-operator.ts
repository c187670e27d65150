import type { Operator } from './operator.ts';
import { operators } from './operators/operators.ts';
import type { Kind } from './tree.ts';

/** The kinds of value, in the order in which they are offered. */
export const kinds: readonly Kind[] = ['string', 'number', 'boolean', 'date', 'list'];

const operatorsByKind: ReadonlyMap<Kind, ReadonlyMap<string, Operator>> = new Map(
  kinds.map((kind) => [
    kind,
    new Map(
      operators
        .filter((operator) => operator.kinds.includes(kind))
        .map((operator) => [operator.name, operator]),
    ),
  ]),
);

/** The operators of a kind, in the order in which they are offered. */
export function operatorsOf(kind: Kind): Operator[] {
  return [...(operatorsByKind.get(kind)?.values() ?? [])];
}

/** The operator of that name for that kind, or undefined when there is none. */
export function findOperator(kind: Kind, name: string): Operator | undefined {
  return operatorsByKind.get(kind)?.get(name);
}
