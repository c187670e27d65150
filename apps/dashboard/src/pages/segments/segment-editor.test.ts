import type { Group, TreeNode } from '@muster/conditions';
import { describe, expect, test } from 'vitest';
import {
  draftOf,
  isApplied,
  isDirty,
  openEditor,
  reduceSegment,
  type SegmentAction,
  type SegmentContent,
  type SegmentEditor,
  whyNotSaved,
} from './segment-editor.ts';

const hasName: TreeNode = {
  type: 'attribute',
  source: 'native',
  key: 'name',
  kind: 'string',
  operator: 'empty',
  not: true,
};
const nobody: Group = { type: 'group', match: 'all', children: [] };
const named: Group = { type: 'group', match: 'all', children: [hasName] };
const either: Group = { type: 'group', match: 'any', children: [hasName, hasName] };

const saved: SegmentContent = {
  name: 'Named',
  description: 'Who told us',
  badge: { emoji: '💎', label: 'VIP' },
  conditions: named,
};

const undo: SegmentAction = { type: 'build', action: { type: 'undo' } };

function edit(tree: Group): SegmentAction {
  return { type: 'build', action: { type: 'load', tree } };
}

function run(editor: SegmentEditor, ...actions: SegmentAction[]): SegmentEditor {
  return actions.reduce(reduceSegment, editor);
}

describe('Save', () => {
  const opened = openEditor(saved, 3);

  test.each<[string, SegmentAction[], string | undefined]>([
    ['as it was opened', [], 'Nothing has changed.'],
    ['renamed', [{ type: 'rename', name: 'Other' }], undefined],
    [
      'renamed back',
      [
        { type: 'rename', name: 'Other' },
        { type: 'rename', name: 'Named' },
      ],
      'Nothing has changed.',
    ],
    ['without a name', [{ type: 'rename', name: '  ' }], 'Give it a name first.'],
    ['with no badge', [{ type: 'rebadge', badge: null }], undefined],
    ['conditions edited', [edit(either)], 'Apply the conditions first.'],
    ['conditions edited and applied', [edit(either), { type: 'apply' }], undefined],
    [
      'edited again after Apply',
      [edit(either), { type: 'apply' }, edit(nobody)],
      'Add a condition first.',
    ],
    ['edited, applied and undone', [edit(either), { type: 'apply' }, undo], 'Nothing has changed.'],
  ])('%s', (_case, actions, expected) => {
    expect(whyNotSaved(run(opened, ...actions))).toBe(expected);
  });

  test('a tree that says the same is the same, in whatever order its keys are', () => {
    const other = { children: [hasName], match: 'all', type: 'group', not: undefined } as Group;
    expect(isDirty(run(opened, edit(other)))).toBe(false);
    expect(isApplied(run(opened, edit(other)))).toBe(true);
  });
});

describe('somebody else saved', () => {
  const theirs: SegmentContent = { ...saved, description: 'Theirs', conditions: either };

  test('what is changed here stays, the rest becomes theirs', () => {
    const mine = run(openEditor(saved, 1), { type: 'rename', name: 'Mine' });
    const rebased = run(mine, { type: 'rebase', theirs, version: 2 });
    expect(draftOf(rebased)).toEqual({ ...theirs, name: 'Mine' });
    expect(rebased.version).toBe(2);
    expect(isDirty(rebased)).toBe(true);
    expect(isApplied(rebased)).toBe(false);
    expect(draftOf(run(rebased, undo)).conditions).toEqual(named);
  });

  test('both changed the conditions: mine stay', () => {
    const mine = run(openEditor(saved, 1), edit(nobody));
    const rebased = run(mine, { type: 'rebase', theirs, version: 2 });
    expect(draftOf(rebased).conditions).toEqual(nobody);
    expect(rebased.base).toEqual(theirs);
  });

  test('or theirs is taken whole', () => {
    const mine = run(openEditor(saved, 1), { type: 'rename', name: 'Mine' });
    const taken = run(mine, { type: 'reset', content: theirs, version: 2 });
    expect([draftOf(taken), isDirty(taken), isApplied(taken)]).toEqual([theirs, false, true]);
  });
});
