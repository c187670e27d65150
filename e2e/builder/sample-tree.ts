import type { Group, TreeNode } from '@muster/conditions';

/** A tree with a condition of every sort, three groups deep, about the project of the harness. */
export const sampleTree = and(
  {
    type: 'attribute',
    source: 'native',
    key: 'lastActivity',
    kind: 'date',
    operator: 'inLast',
    value: { amount: 30, unit: 'day' },
  },
  {
    type: 'attribute',
    source: 'custom',
    key: 'plan',
    kind: 'string',
    operator: 'is',
    value: ['Pro', 'Team'],
  },
  or(
    {
      type: 'answer',
      experienceId: 'nps',
      stepId: 'score',
      kind: 'number',
      operator: 'gte',
      value: 8,
    },
    {
      type: 'event',
      source: 'api',
      name: 'purchase',
      count: { operator: 'between', value: [2, 5] },
      window: { operator: 'inLast', amount: 14, unit: 'day' },
      where: [
        { key: 'dollars', kind: 'number', operator: 'between', value: [10, 50] },
        { key: 'currency', kind: 'string', operator: 'is', value: ['EUR'], not: true },
      ],
    },
    and(
      {
        type: 'attribute',
        source: 'trait',
        key: 'company_size',
        kind: 'string',
        operator: 'is',
        value: ['51–200', '200+'],
      },
      { type: 'event', source: 'posthog', name: '$feature_enrolled', not: true },
      {
        type: 'attribute',
        source: 'custom',
        key: 'trial_ends',
        kind: 'date',
        operator: 'between',
        value: ['2026-03-01', '2026-03-31T18:00'],
      },
    ),
  ),
  {
    type: 'attribute',
    source: 'custom',
    key: 'is_admin',
    kind: 'boolean',
    operator: 'is',
    value: true,
  },
  { type: 'segment', segmentId: 'vip', not: true },
  { type: 'experience', experienceId: 'invite', interaction: 'completed', not: true },
);

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}
