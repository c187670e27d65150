import type { Plan, Predicate, ValidPlan } from '@muster/conditions';
import { type Bitset, countBits, createBitset } from './bitset.ts';
import { createLeaf, type Leaf, leafKey } from './leaf.ts';
import { isMember, leavesOf, type MemberNode, membersOf, toMemberNode } from './member-node.ts';

/** A saved segment as it is kept. */
export interface MemberSegment {
  id: string;
  /** False while some leaf of it is not known as of now; nothing is said of it then. */
  isReady: boolean;
  members: Bitset;
  count: number;
  /** Whether the user should be a member, by her leaves; she is one of everybody. */
  holds(number: number): boolean;
  /** When it was looked at last, so that no user is looked at twice in a turn. */
  turn: number;
}

interface Definition extends MemberSegment {
  /** Equal for segments that mean the same. */
  meaning: string;
  leaves: ReadonlySet<Leaf>;
  /** Absent where the plan is invalid: nobody is a member. */
  tree?: MemberNode;
}

/** The segments and their leaves, and which of them looks at what. */
export interface SegmentTable {
  define(plans: ReadonlyMap<string, Plan>): void;
  /** Says that all that is filled is known as of now. */
  makeReady(): void;
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
    const common = { id, isReady: false, members: createBitset(), count: 0, turn: 0 };
    if (!plan.valid) {
      return { ...common, meaning: 'invalid', leaves: new Set(), holds: () => false };
    }
    const tree = toMemberNode(plan.root, (predicate) => toLeaf(predicate, plan));
    return {
      ...common,
      meaning: JSON.stringify(tree, (name, value) => (name === 'leaf' ? value.key : value)),
      leaves: leavesOf(tree),
      tree,
      holds: (number) => isMember(tree, number),
    };
  }

  function index(): void {
    leaves = [...leavesByKey.values()];
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

  function startAll(): void {
    for (const segment of definitionsById.values()) {
      if (segment.isReady || [...segment.leaves].some(({ state }) => state !== 'ready')) continue;
      if (segment.tree !== undefined) segment.members = membersOf(segment.tree, everyone);
      segment.count = countBits(segment.members);
      segment.isReady = true;
    }
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
    makeReady() {
      for (const leaf of leaves) if (leaf.state === 'filled') leaf.state = 'ready';
      startAll();
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
