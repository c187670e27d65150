import { findOperator } from './find-operator.ts';
import type { Operator } from './operator.ts';
import { type Fields, parseChoice, parseFields, readOwn } from './parse-fields.ts';
import { type ParseReport, report } from './parse-report.ts';
import type { Path } from './plan.ts';
import type { Span, Window } from './tree.ts';

/** The fields of each window, `operator` aside. */
const windowFields = {
  ever: [],
  inLast: ['amount', 'unit'],
  moreThanAgo: ['amount', 'unit'],
  between: ['from', 'to'],
  before: ['at'],
  after: ['at'],
} as const satisfies Record<Window['operator'], readonly string[]>;

/** The windows, in the order in which they are offered. */
export const windowOperators = Object.keys(windowFields) as Window['operator'][];

/** Reads the window of an event condition. */
export function parseWindow(state: ParseReport, json: unknown, path: Path): Window | undefined {
  const operator = parseChoice(
    state,
    readOwn(json, 'operator'),
    [...path, 'operator'],
    windowOperators,
    'unknown_operator',
  );
  if (operator === undefined) return undefined;
  const known = ['operator', ...windowFields[operator]];
  const fields = parseFields(state, json, path, `a window of ${operator}`, known);
  return fields && parseOperand(state, operator, fields, path);
}

/** A window means what the date operator of its name means, operand included; only its fields differ. */
function parseOperand(
  state: ParseReport,
  operator: Window['operator'],
  fields: Fields,
  path: Path,
): Window | undefined {
  if (operator === 'ever') return { operator };
  const parsed = findDateOperator(operator).parse(toOperand(operator, fields), []);
  if (parsed.ok) return toWindow(operator, parsed.value);
  const problems = parsed.problems.map((problem) => ({
    ...problem,
    path: [...path, ...toFieldPath(operator, problem.path)],
  }));
  return report(state, ...problems);
}

function toOperand(operator: Exclude<Window['operator'], 'ever'>, fields: Fields): unknown {
  switch (operator) {
    case 'between':
      return [fields.from, fields.to];
    case 'before':
    case 'after':
      return fields.at;
    default: {
      // Absent stays absent: the operator says what is missing.
      const { operator: _, ...span } = fields;
      return span;
    }
  }
}

function toFieldPath(operator: Window['operator'], path: Path): Path {
  const [first, ...rest] = path;
  if (operator === 'before' || operator === 'after') return ['at', ...path];
  if (operator !== 'between' || typeof first !== 'number') return path;
  return [first === 0 ? 'from' : 'to', ...rest];
}

/** The window that stands for a date operator and its operand; the reverse of `windowOperand`. */
export function toWindow(operator: Exclude<Window['operator'], 'ever'>, operand: unknown): Window {
  switch (operator) {
    case 'between': {
      const [from, to] = operand as [string, string];
      return { operator, from, to };
    }
    case 'before':
    case 'after':
      return { operator, at: operand as string };
    default: {
      const { amount, unit } = operand as Span;
      return { operator, amount, unit };
    }
  }
}

/** The operand of the date operator that a window stands for; the reverse of parsing it. */
export function windowOperand(window: Exclude<Window, { operator: 'ever' }>): unknown {
  return toOperand(window.operator, { ...window });
}

/** The date operator of that name, which exists for every window but `ever`. */
export function findDateOperator(name: Exclude<Window['operator'], 'ever'>): Operator {
  const operator = findOperator('date', name);
  if (operator === undefined) throw new Error(`There is no date operator ${name}.`);
  return operator;
}
