import type { Plan, PlanNode, ValuePredicate } from '@muster/conditions';

/** What is left of a plan for those who know values only: one test of one field of a flat document. */
export type Test =
  | { type: 'text'; field: string; operator: TextOperator; values: readonly string[] }
  | { type: 'number'; field: string; operator: NumberOperator; value: number }
  | { type: 'boolean'; field: string; value: boolean }
  | { type: 'list'; field: string; operator: ListOperator; values: readonly string[] };

export type TextOperator = 'is' | 'contains' | 'startsWith' | 'endsWith';
export type NumberOperator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
export type ListOperator = 'includesAny' | 'includesAll';

/** How a peer writes conditions. */
export interface Language<Rule> {
  all(rules: readonly Rule[]): Rule;
  any(rules: readonly Rule[]): Rule;
  not(rule: Rule): Rule;
  /** Throws a `CannotSay` for what the peer has no words for. */
  test(test: Test): Rule;
  /** Why the peer may answer a test otherwise than we do; absent: it should not. */
  differs(test: Test): string | undefined;
}

/** A peer has no words for a condition. */
export class CannotSay extends Error {
  override readonly name = 'CannotSay';
}

/**
 * The plan in the words of a peer. Dates are compared as instants, in the field that `toDocument` gives them;
 * dates relative to now stand as they are at the instant of the plan.
 */
export function translate<Rule>(plan: Plan, language: Language<Rule>): Rule {
  if (!plan.valid) throw new Error('An invalid plan matches nobody.');
  return translateNode(plan.root, language);
}

function translateNode<Rule>(node: PlanNode, language: Language<Rule>): Rule {
  switch (node.type) {
    case 'group': {
      const rules = node.children.map((child) => translateNode(child, language));
      return node.match === 'all' ? language.all(rules) : language.any(rules);
    }
    case 'not':
      return language.not(translateNode(node.child, language));
    case 'value': {
      const [first, ...others] = toTests(node).map((test) => language.test(test));
      if (first === undefined) throw new Error('A predicate has at least one test.');
      return others.length === 0 ? first : language.all([first, ...others]);
    }
    default:
      throw new CannotSay(`no conditions on ${node.type}s`);
  }
}

/** The tests of a plan, each with what it is joined by left out. */
export function listTests(node: PlanNode): Test[] {
  switch (node.type) {
    case 'group':
      return node.children.flatMap(listTests);
    case 'not':
      return listTests(node.child);
    case 'value':
      return toTests(node);
    default:
      return [];
  }
}

/** One or two tests that all have to hold. */
function toTests(predicate: ValuePredicate): Test[] {
  const { subject, kind, operand, test } = predicate;
  if (subject.type !== 'attribute' || test.operator === 'empty') {
    throw new CannotSay(`no ${subject.type}, ${test.operator}`);
  }
  const field = subject.key;
  if (kind === 'string') {
    const values = [test.value].flat() as string[];
    return [{ type: 'text', field, operator: test.operator as TextOperator, values }];
  }
  if (kind === 'boolean') return [{ type: 'boolean', field, value: operand as boolean }];
  if (kind === 'list') {
    const values = test.value as string[];
    return [{ type: 'list', field, operator: test.operator as ListOperator, values }];
  }
  const number = (operator: NumberOperator, value: number, of = field): Test => {
    return { type: 'number', field: of, operator, value };
  };
  if (kind === 'date') {
    const { from, until } = operand as { from?: number; until?: number };
    const of = subject.source === 'native' ? field : instantField(field);
    return [
      ...(from === undefined ? [] : [number('gte', from, of)]),
      ...(until === undefined ? [] : [number('lt', until, of)]),
    ];
  }
  if (test.operator === 'between') {
    const [low, high] = operand as [number, number];
    return [number('gte', low), number('lte', high)];
  }
  return [number(test.operator as NumberOperator, operand as number)];
}

/** Where the document of a peer has the instant of a text that is a date. */
export function instantField(key: string): string {
  return `${key}At`;
}

/** The text as a regular expression that stands for itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
