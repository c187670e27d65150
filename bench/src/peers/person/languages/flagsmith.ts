import { CannotSay, escapePattern, type Language, type NumberOperator } from '../language.ts';

/** A rule of a segment of Flagsmith, as its engine takes it. */
export interface FlagsmithRule {
  type: 'ALL' | 'ANY' | 'NONE';
  rules: readonly FlagsmithRule[];
  conditions: readonly { property: string; operator: string; value: string | readonly string[] }[];
}

const comparisons: Record<NumberOperator, string> = {
  eq: 'EQUAL',
  gt: 'GREATER_THAN',
  gte: 'GREATER_THAN_INCLUSIVE',
  lt: 'LESS_THAN',
  lte: 'LESS_THAN_INCLUSIVE',
};

export const flagsmith: Language<FlagsmithRule> = {
  all: (rules) => ({ type: 'ALL', rules, conditions: [] }),
  any: (rules) => ({ type: 'ANY', rules, conditions: [] }),
  not: (rule) => ({ type: 'NONE', rules: [rule], conditions: [] }),
  test(test) {
    const { field: property } = test;
    const anyOf = (conditions: FlagsmithRule['conditions']): FlagsmithRule => ({
      type: 'ANY',
      rules: [],
      conditions,
    });
    switch (test.type) {
      case 'text':
        if (test.operator === 'is')
          return anyOf([{ property, operator: 'IN', value: test.values }]);
        return anyOf(test.values.map((value) => toTextCondition(property, test.operator, value)));
      case 'number': {
        const operator = comparisons[test.operator];
        return anyOf([{ property, operator, value: String(test.value) }]);
      }
      case 'boolean':
        return anyOf([{ property, operator: 'EQUAL', value: String(test.value) }]);
      case 'list':
        throw new CannotSay('no lists');
    }
  },
  differs(test) {
    if (test.type === 'text' && test.operator !== 'is') return 'looks at letter case';
    return 'compares with the type of what the person has';
  },
};

function toTextCondition(property: string, operator: string, text: string) {
  if (operator === 'contains') return { property, operator: 'CONTAINS', value: text };
  const pattern = escapePattern(text);
  const value = operator === 'startsWith' ? `^${pattern}` : `${pattern}$`;
  return { property, operator: 'REGEX', value };
}
