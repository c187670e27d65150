import {
  type EditRefusal,
  type EditResult,
  findNode,
  type Group,
  maxConditions,
  maxDepth,
  measureTree,
} from '@muster/conditions';
import type { Edit } from './edit.ts';

/** What has just happened, for screen readers; a refusal is shown to everybody. */
export interface Notice {
  text: string;
  isRefusal: boolean;
}

/** Why an edit was refused, as a sentence. */
const refusals: Readonly<Record<EditRefusal, string>> = {
  not_found: 'That part of the conditions is gone.',
  not_a_group: 'Only a group can hold conditions.',
  not_a_condition: 'That is a group, not a condition.',
  root: 'The outermost group cannot be moved, copied or taken apart while it holds several things.',
  into_itself: 'A group cannot be moved into itself.',
  too_deep: `Groups can be ${maxDepth} deep at most, and this would be deeper.`,
  too_many_conditions: `There can be ${maxConditions} conditions at most, and this would be more.`,
};

/** What an edit did, in words. Typing is not announced: the field says what is in it. */
export function announce(edit: Edit, result: EditResult): Notice | undefined {
  if (!result.ok) return { text: refusals[result.reason], isRefusal: true };
  if (edit.type === 'replace') return undefined;
  return { text: sentences[edit.type](edit as never, result.tree, result.path), isRefusal: false };
}

type Say<T extends Edit['type']> = (
  edit: Extract<Edit, { type: T }>,
  tree: Group,
  path: readonly number[],
) => string;

const sentences: { [T in Exclude<Edit['type'], 'replace'>]: Say<T> } = {
  add: (edit) => (edit.node.type === 'group' ? 'Added a group.' : 'Added a condition.'),
  toggle: (_, tree, path) => {
    const node = findNode(tree, path);
    return node?.type === 'group' && node.match === 'all'
      ? 'AND: all of these must match.'
      : 'OR: any of these may match.';
  },
  wrap: () => 'Put into a new group.',
  group: ({ paths }) =>
    `Put ${paths.length === 1 ? '1 item' : `${paths.length} items`} into a new group.`,
  ungroup: () => 'Ungrouped.',
  remove: (_, tree) => `Removed. ${sayConditions(tree)} left.`,
  duplicate: () => 'Duplicated.',
  move: (_, tree, path) => {
    const parent = findNode(tree, path.slice(0, -1));
    const among = parent?.type === 'group' ? parent.children.length : 0;
    const where = path.length > 1 ? `, group level ${path.length}` : '';
    return `Moved to place ${(path.at(-1) ?? 0) + 1} of ${among}${where}.`;
  },
  load: (_, tree) => `${sayConditions(tree)} loaded.`,
};

function sayConditions(tree: Group): string {
  const { conditions } = measureTree(tree);
  return conditions === 1 ? '1 condition' : `${conditions} conditions`;
}
