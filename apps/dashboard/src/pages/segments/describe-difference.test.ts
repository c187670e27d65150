import type { Group, Names, TreeNode } from '@muster/conditions';
import { expect, test } from 'vitest';
import { describeDifference } from './describe-difference.ts';
import type { SegmentContent } from './segment-editor.ts';

const names: Names = {
  segment: () => undefined,
  experience: () => undefined,
  import: () => undefined,
};

function plan(value: string): TreeNode {
  return {
    type: 'attribute',
    source: 'custom',
    key: 'plan',
    kind: 'string',
    operator: 'is',
    value: [value],
  };
}

function group(match: Group['match'], ...children: TreeNode[]): Group {
  return { type: 'group', match, children };
}

const base: SegmentContent = {
  name: 'A',
  description: '',
  badge: { emoji: '💎', label: 'VIP' },
  conditions: group('all', plan('Pro'), plan('Team')),
};

test.each<[string, Partial<SegmentContent>, object[]]>([
  ['nothing', {}, []],
  ['a name', { name: 'B' }, [{ what: 'name', before: 'A', after: 'B' }]],
  ['a description that was not there', { description: 'x' }, [{ what: 'description', after: 'x' }]],
  ['a badge that goes', { badge: null }, [{ what: 'badge', before: '💎 VIP' }]],
  [
    'a condition that is edited',
    { conditions: group('all', plan('Pro'), plan('Free')) },
    [
      { what: 'condition', before: 'plan is any of Team' },
      { what: 'condition', after: 'plan is any of Free' },
    ],
  ],
  [
    'a condition twice',
    { conditions: group('all', plan('Pro'), plan('Team'), plan('Pro')) },
    [{ what: 'condition', after: 'plan is any of Pro' }],
  ],
  [
    'a connector',
    { conditions: group('any', plan('Pro'), plan('Team')) },
    [
      {
        what: 'logic',
        before: 'plan is any of Pro AND plan is any of Team',
        after: 'plan is any of Pro OR plan is any of Team',
      },
    ],
  ],
  ['a group around what needs none', { conditions: group('all', base.conditions) }, []],
])('%s', (_case, change, expected) => {
  expect(describeDifference(base, { ...base, ...change }, names)).toEqual(expected);
});
