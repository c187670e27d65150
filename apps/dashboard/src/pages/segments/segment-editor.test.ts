import type { Group, TreeNode } from '@muster/conditions';
import { describe, expect, test } from 'vitest';
import {
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
    ['conditions edited', [{ type: 'edit', conditions: either }], 'Apply the conditions first.'],
    [
      'conditions edited and applied',
      [{ type: 'edit', conditions: either }, { type: 'apply' }],
      undefined,
    ],
    [
      'edited again after Apply',
      [
        { type: 'edit', conditions: either },
        { type: 'apply' },
        { type: 'edit', conditions: nobody },
      ],
      'Add a condition first.',
    ],
    [
      'edited, applied and undone',
      [{ type: 'edit', conditions: either }, { type: 'apply' }, { type: 'undo' }],
      'Nothing has changed.',
    ],
  ])('%s', (_case, actions, expected) => {
    expect(whyNotSaved(run(opened, ...actions))).toBe(expected);
  });

  test('an edit that comes to the same tree changes nothing', () => {
    const again = JSON.parse(JSON.stringify(named)) as Group;
    expect(reduceSegment(opened, { type: 'edit', conditions: again })).toBe(opened);
  });

  test('a tree with keys in another order, or left undefined, is the same', () => {
    const other = { children: [hasName], match: 'all', type: 'group', not: undefined } as Group;
    expect(reduceSegment(opened, { type: 'edit', conditions: other })).toBe(opened);
  });
});

describe('undo and redo', () => {
  test('go through the trees, and an edit forgets what was undone', () => {
    const edited = run(
      openEditor(saved, 1),
      { type: 'edit', conditions: either },
      { type: 'edit', conditions: nobody },
    );
    expect(run(edited, { type: 'undo' }).draft.conditions).toEqual(either);
    expect(run(edited, { type: 'undo' }, { type: 'undo' }).draft.conditions).toEqual(named);
    const redone = run(edited, { type: 'undo' }, { type: 'undo' }, { type: 'redo' });
    expect(redone.draft.conditions).toEqual(either);
    const elsewhere = run(edited, { type: 'undo' }, { type: 'edit', conditions: named });
    expect(elsewhere.future).toEqual([]);
    expect(run(elsewhere, { type: 'redo' })).toBe(elsewhere);
  });

  test('at either end nothing happens', () => {
    const opened = openEditor(saved);
    expect(run(opened, { type: 'undo' })).toBe(opened);
    expect(run(opened, { type: 'redo' })).toBe(opened);
  });

  test('no more than a hundred steps are kept', () => {
    const edits = Array.from(
      { length: 150 },
      (_, index): SegmentAction => ({
        type: 'edit',
        conditions: index % 2 === 0 ? either : named,
      }),
    );
    expect(run(openEditor(saved), ...edits).past).toHaveLength(100);
  });
});

describe('somebody else saved', () => {
  const theirs: SegmentContent = { ...saved, description: 'Theirs', conditions: either };

  test('what is changed here stays, the rest becomes theirs', () => {
    const mine = run(openEditor(saved, 1), { type: 'rename', name: 'Mine' });
    const rebased = run(mine, { type: 'rebase', theirs, version: 2 });
    expect(rebased.draft).toEqual({ ...theirs, name: 'Mine' });
    expect(rebased.version).toBe(2);
    expect(isDirty(rebased)).toBe(true);
    expect(isApplied(rebased)).toBe(false);
  });

  test('both changed the conditions: mine stay', () => {
    const mine = run(openEditor(saved, 1), { type: 'edit', conditions: nobody });
    const rebased = run(mine, { type: 'rebase', theirs, version: 2 });
    expect(rebased.draft.conditions).toEqual(nobody);
    expect(rebased.base).toEqual(theirs);
  });

  test('or theirs is taken whole', () => {
    const mine = run(openEditor(saved, 1), { type: 'rename', name: 'Mine' });
    const taken = run(mine, { type: 'reset', content: theirs, version: 2 });
    expect([taken.draft, isDirty(taken), isApplied(taken)]).toEqual([theirs, false, true]);
  });
});
