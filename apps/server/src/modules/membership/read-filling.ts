import {
  compile,
  type EventQuery,
  eventKey,
  eventQueriesForChange,
  type Instant,
} from '@muster/conditions';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { splitStatements } from '../audience/count-plans.ts';
import { type Bitset, createBitset, listBits } from './bitset.ts';
import type { Leaf } from './leaf.ts';
import { selectWords, selectWordsOfEvents, type WordsRow } from './members-sql.ts';
import type { LeafFilling } from './membership.ts';

/** Who is asked, and about which project. */
export interface FillingParts {
  questions: IndexQuestions;
  project: number;
  signal: AbortSignal;
}

/** Conditions that one statement asks about. */
const partSize = 25;

/** Everybody there is, by the index. */
export async function readEveryone(parts: FillingParts): Promise<Iterable<number>> {
  const [everyone] = await ask(parts, selectWords(parts.project, []), 1);
  return listBits(everyone ?? createBitset());
}

/**
 * Who the leaves hold for, each as of its plan's instant. Users whose answer may change by themselves are
 * to be looked at right after it: then the instants of their flips are found with all that is
 * known of them.
 */
export async function readFilling(
  parts: FillingParts,
  leaves: readonly Leaf[],
): Promise<Map<Leaf, LeafFilling>> {
  const { project } = parts;
  const pieces = leaves.map(({ plan }) => compile(plan, project));
  const members: Bitset[] = [];
  let everyone = createBitset();
  for (const several of splitStatements(pieces, partSize)) {
    const [all, ...own] = await ask(parts, selectWords(project, several), several.length + 1);
    everyone = all ?? everyone;
    members.push(...own);
  }
  const fillings = leaves.map((leaf, i): [Leaf, LeafFilling] => {
    return [leaf, { members: listBits(members[i] ?? createBitset()), flips: [] }];
  });
  // All ring at one instant, so one leaf can ask for all of them.
  const [first] = fillings;
  const moving = leaves.filter(({ isMoving }) => isMoving);
  if (first !== undefined && moving.length > 0) {
    const at = Math.min(...moving.map(({ plan }) => plan.now)) + 1;
    first[1].flips = ringFor(await readMovers(parts, moving, everyone), at);
  }
  return new Map(fillings);
}

/** Whose answer may change by itself: more than that, never fewer. */
async function readMovers(
  parts: FillingParts,
  moving: readonly Leaf[],
  everyone: Bitset,
): Promise<Bitset[]> {
  if (moving.some(({ isOfEvents }) => !isOfEvents)) return [everyone];
  const movers: Bitset[] = [];
  for (const query of widestQueries(eventQueriesForChange(...moving.map(({ plan }) => plan)))) {
    movers.push(...(await ask(parts, selectWordsOfEvents(parts.project, query), 1)));
  }
  return movers;
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

function* ringFor(several: readonly Bitset[], at: Instant): Generator<[number, Instant]> {
  for (const bits of several) for (const number of listBits(bits)) yield [number, at];
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
