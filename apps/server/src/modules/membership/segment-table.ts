import type { Plan, Predicate, ValidPlan } from '@muster/conditions';
import { type Bitset, countBits, createBitset } from './bitset.ts';
import { createLeaf, type Leaf, leafKey } from './leaf.ts';
import { isMember, leavesOf, membersOf, toMemberNode } from './member-node.ts';

/** A saved segment as it is kept. */
export interface MemberSegment {
  readonly id: string;
  /** Equal for segments that mean the same. */
  readonly meaning: string;
  /** False while some leaf of it is not known as of now; nothing is said of it then. */
  isReady: boolean;
  /**
   * True when `members` are moved one by one: once it is ready, and before that where it was restored and
   * its leaves are filled.
   */
  isMoving: boolean;
  /** True when whoever moves is told of; set by who tells. */
  isTold: boolean;
  members: Bitset;
  count: number;
  /** Whether the user should be a member, by her leaves; she is one of everybody. */
  holds(number: number): boolean;
  /** Everybody who should be, by the leaves. */
  combine(): Bitset;
  /** When it was looked at last, so that no user is looked at twice in a turn. */
  turn: number;
}

/** A segment that is known again, and the members that it had until now. */
export interface Resumed {
  segment: MemberSegment;
  before: Bitset;
}

interface Definition extends MemberSegment {
  /** Its members are those of an earlier instant: what is different now has still to be found. */
  isRestored: boolean;
  leaves: ReadonlySet<Leaf>;
}

/** The segments and their leaves, and which of them looks at what. */
export interface SegmentTable {
  define(plans: ReadonlyMap<string, Plan>): void;
  /** Gives a segment that nothing is known about the members that it had at an earlier instant. */
  restore(id: string, members: Bitset): void;
  /** Says that leaves have been filled. */
  noteFilled(): void;
  /** Says that all that is filled is known as of now. Returns restored segments that are ready by it. */
  makeReady(): Resumed[];
  readonly leaves: Leaf[];
  /** Those that look at the profile, at events, and that move with time. */
  readonly profileLeaves: Leaf[];
  readonly eventLeaves: Leaf[];
  readonly movingLeaves: Leaf[];
  leavesOf(field: string): Leaf[];
  segment(id: string): MemberSegment | undefined;
  segments(): Iterable<MemberSegment>;
  segmentsOf(leaf: Leaf): readonly MemberSegment[];
  bytes(): number;
}

export function createSegmentTable(everyone: Bitset): SegmentTable {
  let leavesByKey = new Map<string, Leaf>();
  let leavesByField = new Map<string, Leaf[]>();
  let segmentsByLeaf = new Map<Leaf, Definition[]>();
  let definitionsById = new Map<string, Definition>();
  let leaves: Leaf[] = [];
  let profileLeaves: Leaf[] = [];
  let eventLeaves: Leaf[] = [];
  let movingLeaves: Leaf[] = [];

  /** Leaves by what they say; those that nothing asks for any more are left behind. */
  function startLeaves(): (predicate: Predicate, plan: ValidPlan) => Leaf {
    const kept = new Map<string, Leaf>();
    const leavesByPredicate = new Map<Predicate, Leaf>();
    const before = leavesByKey;
    leavesByKey = kept;
    return (predicate, plan) => {
      const known = leavesByPredicate.get(predicate);
      if (known !== undefined) return known;
      const key = leafKey(predicate);
      const leaf = kept.get(key) ?? before.get(key) ?? createLeaf(predicate, plan);
      kept.set(key, leaf);
      leavesByPredicate.set(predicate, leaf);
      return leaf;
    };
  }

  function startSegment(
    id: string,
    plan: Plan,
    toLeaf: ReturnType<typeof startLeaves>,
  ): Definition {
    const common = {
      ...{ id, isReady: false, isMoving: false, isTold: false, isRestored: false },
      ...{ members: createBitset(), count: 0, turn: 0 },
    };
    if (!plan.valid) {
      return {
        ...common,
        meaning: 'invalid',
        leaves: new Set(),
        holds: () => false,
        combine: createBitset,
      };
    }
    const tree = toMemberNode(plan.root, (predicate) => toLeaf(predicate, plan));
    return {
      ...common,
      meaning: JSON.stringify(tree, (name, value) => (name === 'leaf' ? value.key : value)),
      leaves: leavesOf(tree),
      holds: (number) => isMember(tree, number),
      combine: () => membersOf(tree, everyone),
    };
  }

  function index(): void {
    leaves = [...leavesByKey.values()];
    for (const [place, leaf] of leaves.entries()) leaf.place = place;
    profileLeaves = leaves.filter(({ isOfEvents }) => !isOfEvents);
    eventLeaves = leaves.filter(({ isOfEvents }) => isOfEvents);
    movingLeaves = leaves.filter(({ isMoving }) => isMoving);
    leavesByField = groupBy(leaves.map((leaf) => [leaf.field, leaf]));
    segmentsByLeaf = groupBy(
      [...definitionsById.values()].flatMap((segment) =>
        [...segment.leaves].map((leaf) => [leaf, segment] as const),
      ),
    );
  }

  function startAll(): Resumed[] {
    const resumed: Resumed[] = [];
    for (const segment of definitionsById.values()) {
      if (segment.isReady || [...segment.leaves].some(({ state }) => state !== 'ready')) continue;
      const before = segment.members;
      segment.members = segment.combine();
      segment.count = countBits(segment.members);
      segment.isReady = true;
      segment.isMoving = true;
      if (segment.isRestored) resumed.push({ segment, before });
      segment.isRestored = false;
    }
    return resumed;
  }

  return {
    define(plans) {
      const toLeaf = startLeaves();
      const fresh = new Map<string, Definition>();
      for (const [id, plan] of plans) {
        const segment = startSegment(id, plan, toLeaf);
        const before = definitionsById.get(id);
        fresh.set(id, before?.meaning === segment.meaning ? before : segment);
      }
      definitionsById = fresh;
      index();
      startAll();
    },
    restore(id, members) {
      const segment = definitionsById.get(id);
      if (segment === undefined) throw new Error('There is no such segment to restore.');
      segment.isTold = true;
      // One that cannot be evaluated has nothing to wait for: nobody was, and nobody is, a member.
      if (segment.isReady) return;
      segment.members = members;
      segment.isRestored = true;
    },
    noteFilled() {
      for (const segment of definitionsById.values()) {
        if (!segment.isRestored) continue;
        segment.isMoving = [...segment.leaves].every(({ state }) => state !== 'empty');
      }
    },
    makeReady() {
      for (const leaf of leaves) if (leaf.state === 'filled') leaf.state = 'ready';
      return startAll();
    },
    get leaves() {
      return leaves;
    },
    get profileLeaves() {
      return profileLeaves;
    },
    get eventLeaves() {
      return eventLeaves;
    },
    get movingLeaves() {
      return movingLeaves;
    },
    leavesOf: (field) => leavesByField.get(field) ?? [],
    segment: (id) => definitionsById.get(id),
    segments: () => definitionsById.values(),
    segmentsOf: (leaf) => segmentsByLeaf.get(leaf) ?? [],
    bytes() {
      const bitsets = [
        ...leaves.flatMap(({ members, known }) => [members, known]),
        ...[...definitionsById.values()].map(({ members }) => members),
      ];
      return bitsets.reduce((sum, { words }) => sum + words.byteLength, 0);
    },
  };
}

function groupBy<Key, Value>(entries: Iterable<readonly [Key, Value]>): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
