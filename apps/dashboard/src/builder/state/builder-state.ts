import type { Group, TreePath } from '@muster/conditions';
import { type Edit, makeEdit } from './edit.ts';
import { findKey, type KeyedTree, keyedAt, keyTree } from './keyed-node.ts';
import { announce, type Notice } from './notice.ts';

/** Where the keyboard should be after an action: the node itself, what edits it, or a group's Add. */
export interface FocusWish {
  key: string;
  part: 'node' | 'editor' | 'add';
}

/** The draft of a tree with its history. All of it is a value: the page keeps it. */
export interface BuilderState {
  /** The draft; it may hold conditions that are not complete yet. */
  tree: Group;
  keyed: KeyedTree;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  /** Keys of the selected nodes. */
  selected: ReadonlySet<string>;
  /** Key of the node that a run of typing goes on in. */
  typingIn?: string | undefined;
  focus?: FocusWish | undefined;
  notice?: Notice | undefined;
}

interface Snapshot {
  tree: Group;
  keyed: KeyedTree;
}

export type BuilderAction =
  | Edit
  | { type: 'undo' }
  | { type: 'redo' }
  /** Adds a node to the selection, or takes it out. */
  | { type: 'select'; key: string }
  | { type: 'clear-selection' }
  /** The keyboard is asked to go to a node. */
  | { type: 'focus'; wish: FocusWish }
  /** Something is said that is no edit: copied, a paste that was refused. */
  | { type: 'say'; notice: Notice };

const maxHistory = 200;

/** A draft of this tree, without history. */
export function startBuilder(tree: Group): BuilderState {
  return { tree, keyed: keyTree(tree), past: [], future: [], selected: new Set() };
}

/** The whole logic of the builder, as `useReducer` takes it. */
export function reduceBuilder(state: BuilderState, action: BuilderAction): BuilderState {
  switch (action.type) {
    case 'undo':
      return travel(state, 'past', 'future', 'Undone.');
    case 'redo':
      return travel(state, 'future', 'past', 'Redone.');
    case 'select': {
      const selected = new Set(state.selected);
      if (!selected.delete(action.key)) selected.add(action.key);
      const text = selected.size === 1 ? '1 selected.' : `${selected.size} selected.`;
      return { ...state, selected, notice: { text, isRefusal: false } };
    }
    case 'clear-selection':
      return state.selected.size === 0 ? state : { ...state, selected: new Set() };
    case 'focus':
      return { ...state, focus: action.wish };
    case 'say':
      return { ...state, notice: action.notice };
    default:
      return edit(state, action);
  }
}

/** True when there is something to undo. */
export function canUndo(state: BuilderState): boolean {
  return state.past.length > 0;
}

/** True when there is something to redo. */
export function canRedo(state: BuilderState): boolean {
  return state.future.length > 0;
}

/** True when two trees say the same, written the same way: how *dirty* and *applied* are found out. */
export function isSameTree(one: Group, other: Group): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function edit(state: BuilderState, action: Edit): BuilderState {
  const result = makeEdit(state.tree, action);
  const notice = announce(action, result);
  if (!result.ok || result.tree === state.tree) return { ...state, notice };
  const keyed = keyTree(result.tree, state.keyed);
  const typingIn =
    action.type === 'replace' && action.typing ? keyedAt(keyed.root, action.path)?.key : undefined;
  const goesOn = typingIn !== undefined && typingIn === state.typingIn;
  const before = { tree: state.tree, keyed: state.keyed };
  return {
    tree: result.tree,
    keyed,
    past: goesOn ? state.past : [...state.past, before].slice(-maxHistory),
    future: [],
    selected: action.type === 'group' ? new Set() : keepAlive(state.selected, keyed),
    typingIn,
    focus: focusAfter(action, result.path, keyed, state.focus),
    notice: notice ?? state.notice,
  };
}

function travel(
  state: BuilderState,
  from: 'past' | 'future',
  to: 'past' | 'future',
  text: string,
): BuilderState {
  const snapshot = state[from].at(-1);
  if (!snapshot) return state;
  const { tree, keyed } = snapshot;
  // Keys go on counting, so that a node added later cannot take the key of one that was undone.
  const lastKey = Math.max(keyed.lastKey, state.keyed.lastKey);
  const present = { tree: state.tree, keyed: state.keyed };
  return {
    ...state,
    tree,
    keyed: { ...keyed, lastKey },
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], present],
    selected: keepAlive(state.selected, keyed),
    typingIn: undefined,
    notice: { text, isRefusal: false },
  };
}

function keepAlive(selected: ReadonlySet<string>, { root }: KeyedTree): ReadonlySet<string> {
  const alive = [...selected].filter((key) => findKey(root, key));
  return alive.length === selected.size ? selected : new Set(alive);
}

/** Edits that take away or move what had the keyboard say where it goes; the others leave it. */
function focusAfter(
  action: Edit,
  path: TreePath,
  { root }: KeyedTree,
  before: FocusWish | undefined,
): FocusWish | undefined {
  const at = keyedAt(root, path);
  if (!at) return undefined;
  switch (action.type) {
    case 'add':
      if (action.node.type !== 'group') return { key: at.key, part: 'editor' };
      // A new group is to be filled; one that was pasted is there.
      return { key: at.key, part: at.children.length === 0 ? 'add' : 'node' };
    case 'remove': {
      // The one that took its place, else the last one, else the place to add another.
      const index = Math.min(action.path[path.length] ?? 0, at.children.length - 1);
      const next = at.children[index];
      return next ? { key: next.key, part: 'node' } : { key: at.key, part: 'add' };
    }
    case 'move':
    case 'group':
    case 'wrap':
    case 'ungroup':
    case 'duplicate':
      return { key: at.key, part: 'node' };
    default:
      return before;
  }
}
