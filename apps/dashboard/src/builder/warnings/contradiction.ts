import {
  type Clock,
  type Condition,
  type Evaluator,
  type EventCondition,
  type Profile,
  prepare,
  type Value,
  type ValueTest,
} from '@muster/conditions';
import { countRange } from './count-range.ts';
import { planAlone } from './plan-alone.ts';
import { listPossibleValues } from './possible-values.ts';

/** A condition, or its complement, as one of several that must hold together. */
export interface Literal<Place = unknown> {
  place: Place;
  condition: Condition;
  /** Its complement is meant. */
  isReversed?: boolean;
}

/**
 * Those of the literals that no user can satisfy together, as few as say so; undefined when none were
 * found, which is no promise that somebody can. Only what is certain counts: a condition beside its exact
 * complement, and tests of one value that no value passes, which the evaluator itself is asked.
 */
export function findContradiction<Place>(
  literals: readonly Literal<Place>[],
  clock: Clock,
): readonly Literal<Place>[] | undefined {
  return findComplements(literals) ?? findImpossibleValue(literals, clock);
}

function findComplements<Place>(literals: readonly Literal<Place>[]) {
  const seen = new Map<string, Literal<Place>>();
  for (const literal of literals) {
    const { key, not } = toPlain(literal);
    const other = seen.get(`${key} ${!not}`);
    if (other) return [other, literal];
    seen.set(`${key} ${not}`, literal);
  }
  return undefined;
}

interface Plain {
  key: string;
  not: boolean;
}

/** Conditions are never changed in place, and one is looked at with every branch that it stands above. */
const plainByCondition = new WeakMap<Condition, Plain>();

/** A condition without its negation as one text, and whether it is negated. Defaults are left out. */
function toPlain({ condition, isReversed = false }: Literal): Plain {
  const present = plainByCondition.get(condition) ?? writePlain(condition);
  plainByCondition.set(condition, present);
  return { key: present.key, not: present.not !== isReversed };
}

function writePlain(condition: Condition): Plain {
  const { not = false, ...rest } = condition;
  if (rest.type !== 'event') return { key: sortedJson(rest), not };
  const { count } = rest;
  const isNever =
    count && count.operator !== 'between' && count.operator !== 'atLeast' && count.value === 0;
  const isDefault = !count || isNever || (count.operator === 'atLeast' && count.value === 1);
  const key = sortedJson({ ...occurrencesOf(rest), ...(!isDefault && { count }) });
  // "Zero times" is the complement of "at least once".
  return { key, not: not !== (isNever === true) };
}

/** Which occurrences an event condition counts. */
function occurrencesOf({ type, source, name, window, where }: EventCondition) {
  return {
    type,
    source,
    name,
    ...(window && window.operator !== 'ever' && { window }),
    ...(where && where.length > 0 && { where }),
  };
}

function sortedJson(value: object): string {
  return JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function findImpossibleValue<Place>(literals: readonly Literal<Place>[], clock: Clock) {
  const bySubject = new Map<string, Literal<Place>[]>();
  for (const literal of literals) {
    const subject = subjectOf(literal);
    if (subject !== undefined) bySubject.set(subject, [...(bySubject.get(subject) ?? []), literal]);
  }
  for (const about of bySubject.values()) {
    const found = findImpossible(about, clock);
    if (found) return found;
  }
  return undefined;
}

/** Whose value it tests, or what it counts; undefined where it does neither. */
function subjectOf({ condition }: Literal): string | undefined {
  switch (condition.type) {
    case 'attribute':
      return JSON.stringify([condition.source, condition.key]);
    case 'answer':
      return JSON.stringify(['answer', condition.experienceId, condition.stepId]);
    case 'event':
      return sortedJson(occurrencesOf(condition));
    default:
      return undefined;
  }
}

function findImpossible<Place>(literals: readonly Literal<Place>[], clock: Clock) {
  return literals[0]?.condition.type === 'event'
    ? findImpossibleCount(literals, clock)
    : findImpossibleTest(literals, clock);
}

function findImpossibleCount<Place>(literals: readonly Literal<Place>[], clock: Clock) {
  const ranges = literals.map(({ condition }) => countRange(condition as EventCondition, clock));
  const judged = literals.map((literal, i) => ({
    literal,
    holds: (count: number) => ranges[i]?.holds(count) !== (literal.isReversed ?? false),
  }));
  return findNeeded(judged, [0, ...ranges.flatMap(({ edges }) => edges)]);
}

function findImpossibleTest<Place>(literals: readonly Literal<Place>[], clock: Clock) {
  const tests = literals.map(({ condition }) => condition as Condition & ValueTest);
  const possible = listPossibleValues(tests, clock);
  const judged = literals.flatMap((literal) => {
    const { condition } = literal;
    if (!possible.tests.includes(condition as Condition & ValueTest)) return [];
    const holds = prepareTest(condition as Condition & ValueTest, clock);
    return [
      {
        literal,
        holds: (value: Value | undefined) => holds(value) !== (literal.isReversed ?? false),
      },
    ];
  });
  return findNeeded(judged, possible.values);
}

interface Judged<Place, Tried> {
  literal: Literal<Place>;
  holds: (value: Tried) => boolean;
}

/** Those that no value satisfies together, as few as say so: what the others contradict without is left out. */
function findNeeded<Place, Tried>(
  judged: readonly Judged<Place, Tried>[],
  values: readonly Tried[],
): Literal<Place>[] | undefined {
  const canAll = (some: readonly Judged<Place, Tried>[]) =>
    values.some((value) => some.every(({ holds }) => holds(value)));
  if (judged.length === 0 || canAll(judged)) return undefined;
  const needed = judged.reduce((rest, each) => {
    const without = rest.filter((other) => other !== each);
    return without.length > 0 && !canAll(without) ? without : rest;
  }, judged);
  return needed.map(({ literal }) => literal);
}

type Holds = (value: Value | undefined) => boolean;

/** Conditions are never changed in place, so what was prepared for one is right as long as the clock is. */
const preparedByTest = new WeakMap<ValueTest, { clock: Clock; holds: Holds }>();

function prepareTest(test: ValueTest, clock: Clock): Holds {
  const present = preparedByTest.get(test);
  if (present?.clock.now === clock.now && present.clock.timeZone === clock.timeZone) {
    return present.holds;
  }
  const holds = askEvaluator(test, clock);
  preparedByTest.set(test, { clock, holds });
  return holds;
}

/** The test as the evaluator of the language answers it, for any value. */
function askEvaluator({ kind, operator, value, not = false }: ValueTest, clock: Clock): Holds {
  const test = { kind, operator, ...(value !== undefined && { value }), not };
  const plan = planAlone({ type: 'attribute', source: 'custom', key, ...test }, clock);
  const evaluator: Evaluator = prepare(plan);
  return (tried) => evaluator(personWith(tried), { find: () => [] });
}

/** Whatever a test is about, an attribute of this name stands for it. */
const key = 'value';

function personWith(value: Value | undefined): Profile {
  return {
    native: { sessions: 0, tags: [] },
    attributes: new Map(value === undefined ? [] : [[key, value]]),
    traits: new Map(),
    seen: new Set(),
    completed: new Set(),
    answers: new Map(),
    imports: new Set(),
  };
}
