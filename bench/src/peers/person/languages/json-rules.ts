import { CannotSay, type Language, type NumberOperator } from '../language.ts';

/** Conditions of json-rules-engine with the operators that it brings. */
export type JsonRule =
  | { all: readonly JsonRule[] }
  | { any: readonly JsonRule[] }
  | { not: JsonRule }
  | { fact: string; operator: string; value: unknown };

const comparisons: Record<NumberOperator, string> = {
  eq: 'equal',
  gt: 'greaterThan',
  gte: 'greaterThanInclusive',
  lt: 'lessThan',
  lte: 'lessThanInclusive',
};

export const jsonRules: Language<JsonRule> = {
  all: (rules) => ({ all: rules }),
  any: (rules) => ({ any: rules }),
  not: (rule) => ({ not: rule }),
  test(test) {
    const { field: fact } = test;
    switch (test.type) {
      case 'text':
        if (test.operator !== 'is') throw new CannotSay(`no ${test.operator} of text`);
        return { fact, operator: 'in', value: test.values };
      case 'number':
        return { fact, operator: comparisons[test.operator], value: test.value };
      case 'boolean':
        return { fact, operator: 'equal', value: test.value };
      case 'list': {
        const found = test.values.map((value) => ({ fact, operator: 'contains', value }));
        return test.operator === 'includesAny' ? { any: found } : { all: found };
      }
    }
  },
  differs: (test) =>
    test.type === 'number' && test.operator !== 'eq' ? 'takes text for a number' : undefined,
};
