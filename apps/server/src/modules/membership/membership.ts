import {
  type EventQuery,
  type Instant,
  movePlans,
  type Plan,
  prepareLooks,
} from '@muster/conditions';
import { type BitRow, putBit, readBit } from './bit-table.ts';
import {
  addBits,
  type Bitset,
  countBits,
  createBitset,
  hasBit,
  listDifferences,
  writeBit,
} from './bitset.ts';
import { createDueQueue } from './due-queue.ts';
import type { KnownPerson, Leaf } from './leaf.ts';
import { createLeafQueries } from './leaf-queries.ts';
import { createSegmentTable, type MemberSegment, type Resumed } from './segment-table.ts';

/** What may be different about a user. Whoever is not known yet is looked at altogether. */
export interface PersonChange {
  number: number;
  /** Names of fields of the profile, see `attributeField`. */
  profile: 'all' | readonly string[];
  /** Events of which there are others than before, by `eventKey`. */
  events: 'all' | readonly string[];
  /** What is known of her may be wrong: every answer, and every segment, is looked at. */
  isDoubted?: boolean;
}

/** Users by number as they are now; `null`: there is no such user any more. */
export type People = ReadonlyMap<number, KnownPerson | null>;

/** Somebody became a member of a segment, or is one no longer. */
export interface Transition {
  number: number;
  segmentId: string;
  hasEntered: boolean;
  /** Of time: the very instant. Of data: when it was taken in. */
  at: Instant;
  /** `gone`: the user is no more. */
  by: 'data' | 'time' | 'gone';
  /** The condition whose answer changed; absent for users who are new or gone, or when nobody saw it change. */
  condition?: Leaf['condition'];
}

/** Who a leaf holds for, as of one instant. */
export interface LeafFilling {
  members: Bitset;
  /** When a user's answer may next change by itself, or earlier; not about whom it never does. */
  flips: Iterable<readonly [number: number, instant: Instant]>;
}

/** Who is in which saved segment, kept as data changes and time passes. Reads nothing by itself. */
export interface Membership {
  /** The segments from now on, resolved at any instant. What they share with those before is kept. */
  define(plans: ReadonlyMap<string, Plan>): void;
  /**
   * Gives a segment that nothing is known about the members that it had at the instant at which this began:
   * steps say who has moved since.
   */
  restore(segmentId: string, members: Bitset): void;
  /** Everybody there is: before the first step, once. */
  fillEveryone(numbers: Bitset): void;
  /** Leaves that nothing is known about yet. */
  emptyLeaves(): Leaf[];
  /** Fills a leaf; whoever has changed since the last `define` is known better. */
  fill(leaf: Leaf, filling: LeafFilling): void;
  /** At most so many of the users whom a step to that instant has to know, the first ones first. */
  dueBy(now: Instant, limit: number): number[];
  /** The first instant at which somebody is due; `Infinity`: never. */
  firstDue(): Instant;
  /** The events of a user that a step needs to know when she is due. */
  queriesOfDue(): readonly EventQuery[];
  /** The events of a user that a step with this change needs to know. */
  queriesOf(change: PersonChange): readonly EventQuery[];
  /**
   * Lets time pass until `now` and takes changes in, a user at most once. `people` has everybody of
   * the changes; of those who are due, whoever is missing stays due. Returns who went where, in order.
   */
  step(now: Instant, people: People, changes: readonly PersonChange[]): Transition[];
  /** How many members; undefined while that is not known as of the last step. */
  count(segmentId: string): number | undefined;
  /** `count` for one user: whether she is a member. */
  has(segmentId: string, number: number): boolean | undefined;
  /** From now on whoever is looked at is put into it, and into none that was given before. */
  noteLooks(into: Bitset | undefined): void;
  /** Leaves that everybody's answer is known of as of the last step. */
  readyLeaves(): Leaf[];
  /** Users whom a segment that is known has or lacks other than its leaves say. */
  listContradictions(): number[];
  /** Counts the members of all segments that are known; returns of how many the count was another. */
  recount(): number;
  /** All that is known of a user, as a text that is another when any of it is. */
  answersOf(number: number): string;
  /** Segments that the user is a member of, of those that are known. */
  segmentsOf(number: number): string[];
  segments(): Iterable<MemberSegment>;
  segment(segmentId: string): MemberSegment | undefined;
  /** Everybody there is. */
  readonly everyone: Bitset;
  /** The instant of the last step. */
  readonly now: Instant;
  /** Users there are. */
  readonly size: number;
  bytes(): number;
  /** `bytes` once all is filled, were there users of all numbers up to this one. */
  bytesFor(lastNumber: number): number;
}

const dayMs = 86_400_000;
/** See `DueQueue`. */
const bytesATimer = 16;
/** What grows does so by a quarter. */
const growth = 1.25;

export function createMembership(start: Instant): Membership {
  const everyone = createBitset();
  const queue = createDueQueue();
  const table = createSegmentTable(everyone);
  /** By the places of leaves, with the plans that they have now. */
  let looks = prepareLooks([]);
  const queries = createLeafQueries(table);
  let clock = start;
  let size = 0;
  let turn = 0;
  let transitions: Transition[] = [];
  let noted: Bitset | undefined;

  const isCurrent = () => queue.first() > clock;

  function leavesTouched({ number, profile, events }: PersonChange): readonly Leaf[] {
    if (!hasBit(everyone, number)) return table.leaves;
    if (profile === 'all' && events.length === 0) return table.profileLeaves;
    return [
      ...(profile === 'all' ? table.profileLeaves : profile.flatMap(table.leavesOf)),
      ...(events === 'all' ? table.eventLeaves : events.flatMap(table.leavesOf)),
    ];
  }

  /**
   * The plans of leaves that move age with time, and with them what they ask of the store. None is ever
   * later than an instant at which somebody is due: the past would be judged with what is left of it.
   */
  function refreshPlans(): void {
    const old = table.movingLeaves.filter(
      ({ state, plan }) => state === 'ready' && clock - plan.now > dayMs,
    );
    for (const leaf of old) {
      const [plan] = movePlans([leaf.plan], clock);
      if (plan?.valid) leaf.plan = plan;
    }
    if (old.length > 0) usePlans();
  }

  function usePlans(): void {
    queries.forget();
    looks = prepareLooks(table.leaves.map(({ plan }) => plan));
  }

  /** Returns whether it is another answer than before. */
  function write(leaf: Leaf, number: number, row: BitRow, isIn: boolean): boolean {
    if (leaf.state === 'empty') writeBit(leaf.known, number, true);
    return putBit(row, leaf.members, isIn);
  }

  function passTime(
    number: number,
    at: Instant,
    person: KnownPerson,
    touched: readonly Leaf[],
  ): void {
    // Somebody who is only about to be taken in is looked at altogether then.
    if (!hasBit(everyone, number)) return;
    const flipped: Leaf[] = [];
    const row = table.row(number);
    const look = looks.look(person.profile, person.events, at);
    for (const leaf of table.movingLeaves) {
      // What changed with the data is judged with it, and of an empty leaf nothing is known to change.
      if (touched.includes(leaf)) continue;
      if (leaf.state === 'empty' && !hasBit(leaf.known, number)) continue;
      const flip = looks.nextChange(look, leaf.place, at - 1);
      if (flip > at) {
        queue.ask(number, flip);
        continue;
      }
      if (write(leaf, number, row, looks.isIn(look, leaf.place))) flipped.push(leaf);
      queue.ask(number, looks.nextChange(look, leaf.place, at));
    }
    settle(number, row, flipped, at, 'time');
  }

  function takeIn(
    number: number,
    person: KnownPerson,
    touched: readonly Leaf[],
    isDoubted: boolean,
  ): void {
    const flipped: Leaf[] = [];
    const row = table.row(number);
    const look = looks.look(person.profile, person.events, clock);
    let due = Number.POSITIVE_INFINITY;
    for (const leaf of touched) {
      if (write(leaf, number, row, looks.isIn(look, leaf.place))) flipped.push(leaf);
      if (leaf.isMoving) due = Math.min(due, looks.nextChange(look, leaf.place, clock));
    }
    queue.ask(number, due);
    const isKnown = hasBit(everyone, number);
    if (isKnown && !isDoubted) {
      settle(number, row, flipped, clock, 'data');
      return;
    }
    writeBit(everyone, number, true);
    if (!isKnown) size += 1;
    for (const segment of table.segments()) move(segment, number, row, clock, 'data');
  }

  function settle(
    number: number,
    row: BitRow,
    flipped: readonly Leaf[],
    at: Instant,
    by: 'data' | 'time',
  ): void {
    turn += 1;
    for (const leaf of flipped) {
      for (const segment of table.segmentsOf(leaf)) {
        if (segment.turn === turn) continue;
        segment.turn = turn;
        move(segment, number, row, at, by, leaf.condition);
      }
    }
  }

  function move(
    segment: MemberSegment,
    number: number,
    row: BitRow,
    at: Instant,
    by: Transition['by'],
    condition?: Leaf['condition'],
  ): void {
    if (!segment.isMoving) return;
    const hasEntered = by !== 'gone' && segment.holds(row);
    if (!putBit(row, segment.members, hasEntered)) return;
    segment.count += hasEntered ? 1 : -1;
    const { id: segmentId } = segment;
    // A property that is added afterwards costs as much as all the others.
    transitions.push(
      condition === undefined
        ? { number, segmentId, hasEntered, at, by }
        : { number, segmentId, hasEntered, at, by, condition },
    );
  }

  function takeOut(number: number): void {
    queue.remove(number);
    const row = table.row(number);
    for (const leaf of table.leaves) write(leaf, number, row, false);
    if (hasBit(everyone, number)) size -= 1;
    writeBit(everyone, number, false);
    for (const segment of table.segments()) move(segment, number, row, clock, 'gone');
  }

  /** What has changed about a restored segment without anybody having seen it: it is known now. */
  function sayMoved({ segment: { id, members }, before }: Resumed): void {
    for (const number of listDifferences(before, members.toBitset())) {
      const by = hasBit(everyone, number) ? 'data' : 'gone';
      const hasEntered = members.has(number);
      transitions.push({ number, segmentId: id, hasEntered, at: clock, by });
    }
  }

  /** Only who is given is looked at, however many are due: each step would take all of them out otherwise. */
  function passTimeOfAll(people: People, changes: readonly PersonChange[]): void {
    const touched = new Map(changes.map((change) => [change.number, leavesTouched(change)]));
    for (const [number, person] of people) {
      for (let at = queue.instantOf(number); at <= clock; at = queue.instantOf(number)) {
        queue.remove(number);
        if (person !== null) passTime(number, at, person, touched.get(number) ?? []);
        else if (!touched.has(number)) takeOut(number);
      }
    }
    transitions.sort((one, other) => one.at - other.at);
  }

  function takeInAll(people: People, changes: readonly PersonChange[]): void {
    for (const change of changes) {
      const { number, isDoubted = false } = change;
      const person = people.get(number);
      if (person === undefined) throw new Error(`A change is about user ${number}, who is missing`);
      if (person === null) takeOut(number);
      else takeIn(number, person, leavesTouched(change), isDoubted);
    }
  }

  function listKnown(): MemberSegment[] {
    return [...table.segments()].filter(({ isReady }) => isReady);
  }

  return {
    define(plans) {
      table.define(plans);
      usePlans();
    },
    restore: table.restore,
    fillEveryone(numbers) {
      addBits(everyone, numbers);
      size = countBits(everyone);
    },
    emptyLeaves: () => table.leaves.filter(({ state }) => state === 'empty'),
    fill(leaf, { members, flips }) {
      if (leaf.state !== 'empty') throw new Error('Only an empty leaf is filled.');
      leaf.members.add(members, leaf.known);
      queue.askAll(flips);
      leaf.known = createBitset();
      leaf.state = 'filled';
      table.noteFilled();
    },
    dueBy: (now, limit) => queue.peek(now, limit),
    firstDue: queue.first,
    queriesOfDue: queries.ofDue,
    queriesOf: ({ number, events }) => queries.of(hasBit(everyone, number) ? events : 'all'),
    step(now, people, changes) {
      clock = Math.max(clock, now);
      transitions = [];
      if (!isCurrent()) passTimeOfAll(people, changes);
      takeInAll(people, changes);
      if (noted) for (const number of people.keys()) writeBit(noted, number, true);
      if (isCurrent()) {
        table.makeReady().forEach(sayMoved);
        refreshPlans();
      }
      return transitions;
    },
    count(segmentId) {
      const segment = table.segment(segmentId);
      return segment?.isReady && isCurrent() ? segment.count : undefined;
    },
    has(segmentId, number) {
      const segment = table.segment(segmentId);
      return segment?.isReady && isCurrent() ? segment.members.has(number) : undefined;
    },
    noteLooks(into) {
      noted = into;
    },
    readyLeaves: () => table.leaves.filter(({ state }) => state === 'ready'),
    listContradictions() {
      const found = new Set<number>();
      for (const { members, combine } of listKnown()) {
        for (const number of listDifferences(members.toBitset(), combine())) found.add(number);
      }
      return [...found];
    },
    recount() {
      let wrong = 0;
      for (const segment of listKnown()) {
        const count = countBits(segment.members.toBitset());
        if (count !== segment.count) wrong += 1;
        segment.count = count;
      }
      return wrong;
    },
    answersOf(number) {
      const row = table.row(number);
      const answers = [...table.leaves, ...table.segments()].map((each) =>
        readBit(row, each.members),
      );
      return [hasBit(everyone, number), ...answers].map(Number).join('');
    },
    segmentsOf(number) {
      const ids: string[] = [];
      for (const { id, members } of table.segments()) if (members.has(number)) ids.push(id);
      return ids;
    },
    segments: table.segments,
    segment: table.segment,
    everyone,
    get now() {
      return clock;
    },
    get size() {
      return size;
    },
    bytes: () => everyone.words.byteLength + queue.bytes() + table.bytes(),
    bytesFor(lastNumber) {
      const bitsets = 1 + table.leaves.length + [...table.segments()].length;
      return lastNumber * (bitsets / 8 + bytesATimer) * growth;
    },
  };
}
