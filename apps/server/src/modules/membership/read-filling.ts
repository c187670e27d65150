import {
  compile,
  type EventQuery,
  eventKey,
  eventQueriesForChange,
  type Instant,
  type Statement,
  type ValidPlan,
} from '@muster/conditions';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { splitStatements } from '../audience/count-plans.ts';
import { type Bitset, createBitset } from './bitset.ts';
import type { Leaf } from './leaf.ts';
import {
  type NextChangesRow,
  selectNextChanges,
  selectNextChangesOfEvents,
  selectWords,
  type WordsRow,
} from './members-sql.ts';
import type { LeafFilling } from './membership.ts';
import { compileNextChange } from './next-change-sql.ts';

/** Who is asked, and about which project. */
export interface FillingParts {
  questions: IndexQuestions;
  project: number;
  signal: AbortSignal;
}

/** Conditions that one statement asks about. */
export const partSize = 25;

/** Everybody there is, by the index. */
export async function readEveryone(parts: FillingParts): Promise<Bitset> {
  return (await readHolders(parts, [])).everyone;
}

/** Everybody there is, and whom each of the plans holds for at its instant, in their order, by the index. */
export async function readHolders(
  parts: FillingParts,
  plans: readonly ValidPlan[],
): Promise<{ everyone: Bitset; members: Bitset[] }> {
  const { project } = parts;
  const pieces = plans.map((plan) => compile(plan, project));
  const members: Bitset[] = [];
  let everyone = createBitset();
  for (const several of pieces.length === 0 ? [[]] : splitStatements(pieces, partSize)) {
    const answer = await ask(parts, selectWords(project, several), several.length + 1);
    const [all = everyone, ...own] = answer;
    everyone = all;
    members.push(...own);
  }
  return { everyone, members };
}

/**
 * Who the leaves hold for, each as of its plan's instant, and until when that stays so by itself: as far as
 * the index can tell, which knows no calendar and reads no dates of events.
 */
export async function readFilling(
  parts: FillingParts,
  leaves: readonly Leaf[],
): Promise<Map<Leaf, LeafFilling>> {
  const { members } = await readHolders(
    parts,
    leaves.map(({ plan }) => plan),
  );
  const fillings = leaves.map((leaf, i): [Leaf, LeafFilling] => {
    return [leaf, { members: members[i] ?? createBitset(), flips: [] }];
  });
  // Nobody is looked at twice for two leaves, so one of them can ask for all.
  const [first] = fillings;
  const moving = leaves.filter(({ isMoving }) => isMoving);
  if (first !== undefined && moving.length > 0) first[1].flips = await readFlips(parts, moving);
  return new Map(fillings);
}

/** When the answers of users may next change by themselves, or some time earlier. */
async function readFlips(
  { questions, project, signal }: FillingParts,
  moving: readonly Leaf[],
): Promise<Iterable<readonly [number, Instant]>> {
  const base = Math.min(...moving.map(({ plan }) => plan.now));
  const rows: NextChangesRow[] = [];
  async function ask(statement: Statement): Promise<void> {
    const options = { project, signal, lane: 'background' } as const;
    rows.push(...(await questions.ask<NextChangesRow>(statement, options)));
  }
  const compileAll = (leaves: readonly Leaf[]) => leaves.map(({ plan }) => compileNextChange(plan));
  const ofValues = moving.filter(({ isOfEvents }) => !isOfEvents);
  for (const several of splitStatements(compileAll(ofValues), partSize)) {
    await ask(selectNextChanges(project, several, base));
  }
  const ofEvents = moving.filter(({ isOfEvents }) => isOfEvents);
  for (const query of widestQueries(eventQueriesForChange(...ofEvents.map(({ plan }) => plan)))) {
    const key = eventKey(query.source, query.name);
    const own = ofEvents.filter(({ field }) => field === key);
    for (const several of splitStatements(compileAll(own), partSize)) {
      await ask(selectNextChangesOfEvents(project, query, several, base));
    }
  }
  return listFlips(rows, base);
}

function* listFlips(
  rows: readonly NextChangesRow[],
  base: Instant,
): Generator<readonly [number, Instant]> {
  for (const { numbers, seconds } of rows) {
    for (const [i, number] of numbers.entries()) {
      yield [number, base + Math.max(1, (seconds[i] ?? 0) * 1_000)];
    }
  }
}

/** One query an event that asks for all that the others do. */
function widestQueries(queries: readonly EventQuery[]): EventQuery[] {
  const widest = new Map<string, EventQuery>();
  for (const { source, name, from, until } of queries) {
    const key = eventKey(source, name);
    const known = widest.get(key);
    const least = known === undefined ? from : lesser(known.from, from);
    const query: EventQuery = { source, name };
    if (least !== undefined) query.from = least;
    const most = known === undefined ? until : greater(known.until, until);
    if (most !== undefined) query.until = most;
    widest.set(key, query);
  }
  return [...widest.values()];
}

function lesser(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}

function greater(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

async function ask(
  { questions, project, signal }: FillingParts,
  statement: ReturnType<typeof selectWords>,
  count: number,
): Promise<Bitset[]> {
  const options = { project, signal, lane: 'background' } as const;
  const [row] = await questions.ask<WordsRow>(statement, options);
  const length = (row?.places ?? []).reduce((most, place) => Math.max(most, place), -1) + 1;
  return Array.from({ length: count }, (_, i) => {
    const words = new Uint32Array(length);
    const own = row?.[`w${i}`] ?? [];
    for (const [at, place] of (row?.places ?? []).entries()) words[place] = own[at] ?? 0;
    return { words };
  });
}
