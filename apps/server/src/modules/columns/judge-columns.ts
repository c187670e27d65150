import {
  conditionKey,
  type EventPredicate,
  type Match,
  type MembershipPredicate,
  type PlanNode,
  type Predicate,
  rawSubjectOf,
  rawTestOf,
  type ValidPlan,
  type ValuePredicate,
  type WherePredicate,
} from '@muster/conditions';
import { breathe } from '../../index/breathe.ts';
import type { Bitset } from '../membership/bitset.ts';
import { countByUser, type EventTable, markUsers } from './event-table.ts';
import type { Owners } from './owners.ts';
import { countValues, createMarkRows, testRows, type ValueColumn } from './value-column.ts';

/** What conditions are evaluated on. All that they look at must be there. */
export interface JudgedColumns {
  column(key: string): ValueColumn;
  table(predicate: EventPredicate): EventTable;
  owners: Owners;
  /** Everybody there is. */
  everyone: Bitset;
}

/** Evaluates plans of one resolver for everybody at once. What they share is evaluated once. */
export interface ColumnJudge {
  /** Who the plan holds for. Others get their turn on this thread meanwhile; the columns must not change. */
  membersOf(plan: ValidPlan): Promise<Bitset>;
}

/** Of one condition: for whom it is known, and for whom it holds. Words as of a `Bitset`. */
interface Verdicts {
  known: Uint32Array | undefined;
  holds: Uint32Array;
}

/** How long the thread is kept at a time. */
const turnMs = 8;
/** Of 32 users each, between two looks at the clock. */
const wordsAtOnce = 1_024;

export function createColumnJudge({ column, table, owners, everyone }: JudgedColumns): ColumnJudge {
  const { words } = everyone;
  const verdictsByCondition = new Map<string, Verdicts>();
  let turnEndsAt = performance.now() + turnMs;

  async function rest(): Promise<void> {
    if (performance.now() < turnEndsAt) return;
    await breathe();
    turnEndsAt = performance.now() + turnMs;
  }

  /** For whom of these the node holds: a set of its own, or part of theirs. */
  async function evaluate(
    node: PlanNode,
    plan: ValidPlan,
    among: Uint32Array,
  ): Promise<Uint32Array> {
    switch (node.type) {
      case 'group':
        return evaluateGroup(node.match, inOrderOfCost(node.children), plan, among);
      case 'not':
        return without(among, await evaluate(node.child, plan, among));
      default:
        return judge(node, plan, among);
    }
  }

  /** Those first that cost least and leave fewer to ask about: an event is looked at for everybody in any case. */
  function inOrderOfCost(children: readonly PlanNode[]): PlanNode[] {
    const costs = new Map(children.map((child) => [child, costOf(child)]));
    return [...children].sort((one, other) => (costs.get(one) ?? 0) - (costs.get(other) ?? 0));
  }

  /** About what a node costs: the different values that are compared, or the occurrences that are counted. */
  function costOf(node: PlanNode): number {
    switch (node.type) {
      case 'group':
        return node.children.reduce((sum, child) => sum + costOf(child), 1);
      case 'not':
        return costOf(node.child);
      case 'event':
        return table(node).rows;
      default: {
        const found = column(rawSubjectOf(node).key);
        return countValues(found) + (found.numbers === undefined ? 0 : 1_000);
      }
    }
  }

  /** A child is asked only about those whom the ones before it have not decided. */
  async function evaluateGroup(
    match: Match,
    children: readonly PlanNode[],
    plan: ValidPlan,
    among: Uint32Array,
  ): Promise<Uint32Array> {
    let undecided = among;
    for (const child of children) {
      const holds = await evaluate(child, plan, undecided);
      undecided = match === 'all' ? holds : without(undecided, holds);
    }
    return match === 'all' ? undecided : without(among, undecided);
  }

  async function judge(
    predicate: Predicate,
    plan: ValidPlan,
    among: Uint32Array,
  ): Promise<Uint32Array> {
    await rest();
    const verdicts = verdictsOf(predicate, plan);
    const asked = verdicts.known === undefined ? among : without(among, verdicts.known);
    if (!isEmpty(asked)) {
      if (predicate.type === 'event') {
        // All at once: whoever is asked about, each occurrence is looked at.
        judgeEvents(predicate, plan, verdicts.holds);
        verdicts.known = words;
      } else {
        await judgeValues(predicate, plan, asked, verdicts.holds);
        verdicts.known = verdicts.known === undefined ? among : either(verdicts.known, asked);
      }
    }
    return both(among, verdicts.holds);
  }

  /** A part at a time: of a text that differs from user to user each has to be compared. */
  async function judgeValues(
    predicate: ValuePredicate | MembershipPredicate,
    { timeZone }: ValidPlan,
    asked: Uint32Array,
    holds: Uint32Array,
  ): Promise<void> {
    const found = column(rawSubjectOf(predicate).key);
    const mark = createMarkRows(found, rawTestOf(predicate, timeZone), asked.length * 32);
    for (let from = 0; from < asked.length; from += wordsAtOnce) {
      mark(asked, holds, from, Math.min(asked.length, from + wordsAtOnce));
      await rest();
    }
  }

  function verdictsOf({ condition }: Predicate, { now }: ValidPlan): Verdicts {
    // The same condition is another at another instant.
    const key = `${now} ${conditionKey(condition)}`;
    const known = verdictsByCondition.get(key);
    if (known !== undefined) return known;
    const fresh = { known: undefined, holds: new Uint32Array(words.length) };
    verdictsByCondition.set(key, fresh);
    return fresh;
  }

  /** One for all: a new one of some megabytes for each condition would be garbage at once. */
  let counts: Uint32Array | undefined;
  function startCounts(): Uint32Array {
    counts?.fill(0);
    counts ??= new Uint32Array(words.length * 32);
    return counts;
  }

  function judgeEvents(
    predicate: EventPredicate,
    { timeZone }: ValidPlan,
    holds: Uint32Array,
  ): void {
    const { min, max = Number.POSITIVE_INFINITY, window, where } = predicate;
    const found = table(predicate);
    const tests = where.map((filter) => testFilter(filter, found.properties, timeZone));
    const selection = { window, tests, owners: owners.byNumber };
    if (min <= 1 && (max === 0 || max === Number.POSITIVE_INFINITY)) {
      // Whether there is one says it all.
      if (max === 0 || min === 1) markUsers(found, selection, holds);
      if (min === 0)
        for (let at = 0; at < holds.length; at += 1) holds[at] = ~(holds[at] as number);
      return;
    }
    const counts = startCounts();
    countByUser(found, selection, counts);
    for (let number = 0; number < counts.length; number += 1) {
      const count = counts[number] as number;
      if (count < min || count > max) continue;
      const at = number >>> 5;
      holds[at] = (holds[at] as number) | (1 << (number & 31));
    }
  }

  return {
    async membersOf(plan) {
      const found = await evaluate(plan.root, plan, words);
      // Everybody is kept on; what was found is of now.
      return { words: found === words ? words.slice() : found };
    },
  };
}

function testFilter(
  filter: WherePredicate,
  properties: ReadonlyMap<string, ValueColumn>,
  timeZone: string,
): (row: number) => boolean {
  if (filter.type === 'not') {
    const test = testFilter(filter.child, properties, timeZone);
    return (row) => !test(row);
  }
  const { subject } = filter;
  const column = subject.type === 'property' ? properties.get(subject.key) : undefined;
  if (column === undefined) throw new Error('A property that is looked at is in the table.');
  return testRows(column, rawTestOf(filter, timeZone));
}

function both(one: Uint32Array, other: Uint32Array): Uint32Array {
  const words = new Uint32Array(one.length);
  for (let at = 0; at < words.length; at += 1)
    words[at] = (one[at] as number) & (other[at] as number);
  return words;
}

function without(one: Uint32Array, other: Uint32Array): Uint32Array {
  const words = new Uint32Array(one.length);
  for (let at = 0; at < words.length; at += 1)
    words[at] = (one[at] as number) & ~(other[at] as number);
  return words;
}

function either(one: Uint32Array, other: Uint32Array): Uint32Array {
  const words = new Uint32Array(one.length);
  for (let at = 0; at < words.length; at += 1) {
    words[at] = (one[at] as number) | (other[at] as number);
  }
  return words;
}

function isEmpty(words: Uint32Array): boolean {
  return words.every((word) => word === 0);
}
