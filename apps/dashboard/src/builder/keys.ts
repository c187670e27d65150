import { comparePaths, findNode, stepMove, type TreePath } from '@muster/conditions';
import type { BuilderAction, BuilderState } from './state/builder-state.ts';
import { findKey } from './state/keyed-node.ts';

/** A press of a key, as much of it as matters. */
export interface KeyPress {
  key: string;
  /** Ctrl, or Command on Apple's machines. */
  mod: boolean;
  shift: boolean;
  alt: boolean;
}

/**
 * What a key does that is pressed while a node has the keyboard; undefined when it does nothing. Where
 * something is selected, grouping is of the selection.
 */
export function actOnKey(
  state: BuilderState,
  path: TreePath,
  press: KeyPress,
): BuilderAction | undefined {
  const { key, mod, shift, alt } = press;
  if (alt && !mod && (key === 'ArrowUp' || key === 'ArrowDown')) {
    const to = stepMove(state.tree, path, key === 'ArrowUp' ? -1 : 1);
    return to && { type: 'move', from: path, to };
  }
  if (alt) return undefined;
  if (mod) return !shift && key === 'd' ? { type: 'duplicate', path } : undefined;
  switch (key) {
    case ' ':
      return selectAt(state, path);
    case 'Escape':
      return state.selected.size > 0 ? { type: 'clear-selection' } : undefined;
    case 'g':
      return state.selected.size > 0
        ? { type: 'group', paths: selectedPaths(state) }
        : { type: 'wrap', path };
    case 'G':
      return { type: 'ungroup', path: groupOf(state, path) };
    case 'Backspace':
    case 'Delete':
      return { type: 'remove', path };
    default:
      return undefined;
  }
}

/** The paths of what is selected, in the order in which it stands. */
function selectedPaths({ selected, keyed }: BuilderState): TreePath[] {
  return [...selected]
    .flatMap((key) => {
      const found = findKey(keyed.root, key);
      return found ? [found.path] : [];
    })
    .toSorted(comparePaths);
}

function selectAt({ tree, keyed }: BuilderState, path: TreePath): BuilderAction | undefined {
  // The root is everything: there is nothing to select it with.
  if (path.length === 0 || !findNode(tree, path)) return undefined;
  const at = path.reduce((node, index) => node.children[index] ?? node, keyed.root);
  return { type: 'select', key: at.key };
}

/** The group itself, or the one that a condition is in. */
function groupOf({ tree }: BuilderState, path: TreePath): TreePath {
  return findNode(tree, path)?.type === 'group' ? path : path.slice(0, -1);
}
