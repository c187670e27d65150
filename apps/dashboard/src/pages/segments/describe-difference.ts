import {
  type Condition,
  describe,
  describeCondition,
  type Group,
  type Names,
  type TreeNode,
} from '@muster/conditions';
import type { SegmentContent } from './segment-editor.ts';

/** One thing that differs: what was there before, and what is there now. */
export interface Difference {
  what: 'name' | 'description' | 'badge' | 'condition' | 'logic';
  before?: string;
  after?: string;
}

/**
 * What has changed from one version of a segment to another, in words. Conditions are compared as they
 * read: one that was only moved shows as a change of the logic, with both formulas.
 */
export function describeDifference(
  before: SegmentContent,
  after: SegmentContent,
  names: Names,
): Difference[] {
  return [
    ...compareTexts('name', before.name, after.name),
    ...compareTexts('description', before.description, after.description),
    ...compareTexts('badge', nameBadge(before.badge), nameBadge(after.badge)),
    ...compareConditions(before.conditions, after.conditions, names),
  ];
}

function compareTexts(what: Difference['what'], before: string, after: string): Difference[] {
  if (before === after) return [];
  return [{ what, ...(before && { before }), ...(after && { after }) }];
}

function nameBadge(badge: SegmentContent['badge']): string {
  if (badge === null) return '';
  const { emoji, icon, label, color } = badge;
  return [emoji ?? icon, label, color && `(${color})`].filter(Boolean).join(' ');
}

function compareConditions(before: Group, after: Group, names: Names): Difference[] {
  const old = listConditions(before).map((condition) => describeCondition(condition, names));
  const now = listConditions(after).map((condition) => describeCondition(condition, names));
  const removed = subtract(old, now).map(
    (text): Difference => ({ what: 'condition', before: text }),
  );
  const added = subtract(now, old).map((text): Difference => ({ what: 'condition', after: text }));
  if (removed.length > 0 || added.length > 0) return [...removed, ...added];
  return compareTexts('logic', describe(before, names), describe(after, names));
}

function listConditions(node: TreeNode): Condition[] {
  return node.type === 'group' ? node.children.flatMap(listConditions) : [node];
}

/** What is in `all` and not in `others`, each as often as it is more there. */
function subtract(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
