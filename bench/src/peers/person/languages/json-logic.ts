import type { Language, NumberOperator, Test } from '../language.ts';

/** A rule of JsonLogic, for json-logic-js and json-logic-engine. */
export type JsonLogic = Record<string, unknown>;

const comparisons: Record<NumberOperator, string> = {
  eq: '===',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/** JsonLogic has no letter case, no types of values, and takes what is missing for 0. */
export const jsonLogic: Language<JsonLogic> = {
  all: (rules) => ({ and: rules }),
  any: (rules) => ({ or: rules }),
  not: (rule) => ({ '!': [rule] }),
  test(test) {
    const value = { var: test.field };
    switch (test.type) {
      case 'text':
        return anyOf(test.values.map((text) => testText(value, test.operator, text)));
      case 'number': {
        const rule = { [comparisons[test.operator]]: [value, test.value] };
        return holdsForNothing(test) ? { and: [{ '!==': [value, null] }, rule] } : rule;
      }
      case 'boolean':
        return { '===': [value, test.value] };
      case 'list': {
        const found = test.values.map((text) => ({ in: [text, value] }));
        return test.operator === 'includesAny' ? anyOf(found) : { and: found };
      }
    }
  },
  differs(test) {
    if (test.type === 'text' && test.operator !== 'is') return 'looks at letter case';
    if (test.type === 'number' && test.operator !== 'eq') return 'takes text for a number';
    return test.type === 'list' ? 'looks for a part of a text, too' : undefined;
  },
};

function testText(value: JsonLogic, operator: string, text: string): JsonLogic {
  if (operator === 'is') return { '===': [value, text] };
  if (operator === 'contains') return { in: [text, value] };
  const part = operator === 'startsWith' ? [0, text.length] : [-text.length];
  return { '===': [{ substr: [value, ...part] }, text] };
}

function anyOf(rules: JsonLogic[]): JsonLogic {
  return rules.length === 1 && rules[0] !== undefined ? rules[0] : { or: rules };
}

/** Whether a missing number would pass, as it is compared as 0. */
function holdsForNothing({ operator, value }: Test & { type: 'number' }): boolean {
  switch (operator) {
    case 'gt':
      return 0 > value;
    case 'gte':
      return 0 >= value;
    case 'lt':
      return 0 < value;
    case 'lte':
      return 0 <= value;
    case 'eq':
      return false;
  }
}
