import type { Plan, Predicate, ValidPlan } from '@muster/conditions';
import { type BitColumn, type BitRow, createBitTable } from './bit-table.ts';
import { type Bitset, countBits, createBitset } from './bitset.ts';
import { createLeaf, type Leaf, leafKey } from './leaf.ts';
import { leavesOf, type MemberNode, toMemberNode, wordOf } from './member-node.ts';

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
  members: BitColumn;
  count: number;
  /** Whether the user should be a member, by her leaves; she is one of everybody. */
  holds(row: BitRow): boolean;
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

/** The segments and their leaves, which of them looks at what, and everybody's answers. */
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
  /** The answers of a user, until segments are defined. */
  row(number: number): BitRow;
  bytes(): number;
}

export function createSegmentTable(everyone: Bitset): SegmentTable {
  const bits = createBitTable();
  let leavesByKey = new Map<string, Leaf>();
  let leavesByField = new Map<string, Leaf[]>();
  /** By the place of the leaf. */
  let segmentsByLeaf: Definition[][] = [];
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
      const leaf =
        kept.get(key) ?? before.get(key) ?? createLeaf(predicate, plan, bits.addColumn());
      kept.set(key, leaf);
      leavesByPredicate.set(predicate, leaf);
      return leaf;
    };
  }

  /** The segment as it is kept already, where it means the same as then. */
  function toDefinition(
    id: string,
    plan: Plan,
    toLeaf: ReturnType<typeof startLeaves>,
  ): Definition {
    const tree = plan.valid
      ? toMemberNode(plan.root, (predicate) => toLeaf(predicate, plan))
      : undefined;
    const meaning = tree === undefined ? 'invalid' : toMeaning(tree);
    const known = definitionsById.get(id);
    if (known?.meaning === meaning) return known;
    return {
      ...{ id, meaning, isReady: false, isMoving: false, isTold: false, isRestored: false },
      ...{ members: bits.addColumn(), count: 0, turn: 0 },
      leaves: tree === undefined ? new Set() : leavesOf(tree),
      holds({ words, base, mask }) {
        return tree !== undefined && (wordOf(tree, words, base) & mask) !== 0;
      },
      combine() {
        if (tree === undefined) return createBitset();
        return bits.combine((words, base) => wordOf(tree, words, base), everyone);
      },
    };
  }

  function listColumns(): BitColumn[] {
    return [...leaves, ...definitionsById.values()].map(({ members }) => members);
  }

  function index(): void {
    leaves = [...leavesByKey.values()];
    for (const [place, leaf] of leaves.entries()) leaf.place = place;
    profileLeaves = leaves.filter(({ isOfEvents }) => !isOfEvents);
    eventLeaves = leaves.filter(({ isOfEvents }) => isOfEvents);
    movingLeaves = leaves.filter(({ isMoving }) => isMoving);
    leavesByField = groupBy(leaves.map((leaf) => [leaf.field, leaf]));
    segmentsByLeaf = leaves.map(() => []);
    for (const segment of definitionsById.values()) {
      for (const { place } of segment.leaves) segmentsByLeaf[place]?.push(segment);
    }
  }

  function startAll(): Resumed[] {
    const resumed: Resumed[] = [];
    for (const segment of definitionsById.values()) {
      if (segment.isReady || [...segment.leaves].some(({ state }) => state !== 'ready')) continue;
      if (segment.isRestored) resumed.push({ segment, before: segment.members.toBitset() });
      const members = segment.combine();
      segment.members.replace(members);
      segment.count = countBits(members);
      segment.isReady = true;
      segment.isMoving = true;
      segment.isRestored = false;
    }
    return resumed;
  }

  return {
    define(plans) {
      const before = listColumns();
      const toLeaf = startLeaves();
      definitionsById = new Map(
        [...plans].map(([id, plan]) => [id, toDefinition(id, plan, toLeaf)]),
      );
      index();
      const kept = new Set(listColumns());
      bits.dropColumns(before.filter((column) => !kept.has(column)));
      startAll();
    },
    restore(id, members) {
      const segment = definitionsById.get(id);
      if (segment === undefined) throw new Error('There is no such segment to restore.');
      segment.isTold = true;
      // One that cannot be evaluated has nothing to wait for: nobody was, and nobody is, a member.
      if (segment.isReady) return;
      segment.members.replace(members);
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
    segmentsOf: ({ place }) => segmentsByLeaf[place] ?? [],
    row: bits.row,
    bytes() {
      return leaves.reduce((sum, { known }) => sum + known.words.byteLength, bits.bytes());
    },
  };
}

/** Equal for trees of the same leaves. */
function toMeaning(tree: MemberNode): string {
  return JSON.stringify(tree, (name, value) => (name === 'leaf' ? value.key : value));
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
