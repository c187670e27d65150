import type { Path, Problem } from './plan.ts';

/** Most problems that one parse reports: a person repairs a few at a time, junk has millions. */
export const maxProblems = 50;

/** What a parse has found so far. */
export interface ParseReport {
  problems: Problem[];
  conditions: number;
}

export function startReport(): ParseReport {
  return { problems: [], conditions: 0 };
}

/** Adds problems up to the limit. Returns undefined, the result of whatever was refused. */
export function report(state: ParseReport, ...problems: readonly Problem[]): undefined {
  state.problems.push(...problems.slice(0, maxProblems - state.problems.length));
}

/** True when reading on cannot add a problem, so that junk of any size ends the parse early. */
export function isFull(state: ParseReport): boolean {
  return state.problems.length >= maxProblems;
}

const maxQuoted = 60;

/** A value of the input for use in a message, cut so that the input's size is not the message's. */
export function quote(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > maxQuoted ? `${value.slice(0, maxQuoted)}…` : value);
  }
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function joinChoices(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}

/** The path of a field of the input; a name too long to be worth repeating is left out. */
export function fieldPath(path: Path, name: string): Path {
  return name.length > maxQuoted ? path : [...path, name];
}
