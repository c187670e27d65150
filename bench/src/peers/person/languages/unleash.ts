import { CannotSay, type Language, type TextOperator } from '../language.ts';

/** A constraint of Unleash on a field of the context, whose values are all text. */
export interface Constraint {
  contextName: string;
  operator: string;
  values?: readonly string[];
  value?: string;
  caseInsensitive?: boolean;
  inverted: boolean;
}

/** Activation strategies: any of them, and all constraints of one. */
export type Strategies = readonly (readonly Constraint[])[];

/** Most strategies that one feature is given. */
const maxStrategies = 64;

const textOperators: Record<TextOperator, string> = {
  is: 'IN',
  contains: 'STR_CONTAINS',
  startsWith: 'STR_STARTS_WITH',
  endsWith: 'STR_ENDS_WITH',
};

/** Unleash nests nothing, so a tree becomes any of several lists of constraints. */
export const unleash: Language<Strategies> = {
  all: joinAll,
  any: (rules) => check(rules.flat()),
  not: (rule) =>
    joinAll(
      rule.map((constraints) => constraints.map((one) => [{ ...one, inverted: !one.inverted }])),
    ),
  test(test) {
    const constraint = { contextName: test.field, inverted: false };
    switch (test.type) {
      case 'text': {
        const operator = textOperators[test.operator];
        return [[{ ...constraint, operator, values: test.values, caseInsensitive: true }]];
      }
      case 'number': {
        const operator = `NUM_${test.operator.toUpperCase()}`;
        return [[{ ...constraint, operator, value: String(test.value) }]];
      }
      case 'boolean':
        return [[{ ...constraint, operator: 'IN', values: [String(test.value)] }]];
      case 'list':
        throw new CannotSay('no lists');
    }
  },
  differs(test) {
    if (test.type !== 'text') return 'takes text for a number or boolean';
    return test.operator === 'is'
      ? 'takes other values for text'
      : 'folds letter case otherwise, and takes other values for text';
  },
};

function joinAll(rules: readonly Strategies[]): Strategies {
  return rules.reduce<Strategies>(
    (joined, rule) =>
      check(joined.flatMap((constraints) => rule.map((more) => [...constraints, ...more]))),
    [[]],
  );
}

function check(strategies: Strategies): Strategies {
  if (strategies.length > maxStrategies) throw new CannotSay('needs too many strategies');
  return strategies;
}
