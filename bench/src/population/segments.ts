import type { Group, TreeNode } from '@muster/conditions';
import { benchNow } from './population.ts';

/** A question asked twice: as a tree of ours, and as the SQL that a person who knows the tables writes. */
export interface BenchSegment {
  id: string;
  name: string;
  tree: Group;
  /** The predicate over `users`; project 1, instants written out. */
  handWritten: string;
}

const day = 86_400_000;
const ago = (days: number): number => benchNow - days * day;

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function any(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

function custom(
  key: string,
  kind: 'string' | 'number' | 'boolean' | 'date' | 'list',
  operator: string,
  value?: unknown,
  not?: boolean,
): TreeNode {
  return {
    type: 'attribute',
    source: 'custom',
    key,
    kind,
    operator,
    ...(value === undefined ? {} : { value }),
    ...(not ? { not } : {}),
  };
}

const activeIn30Days: TreeNode = {
  type: 'attribute',
  source: 'native',
  key: 'lastActivity',
  kind: 'date',
  operator: 'inLast',
  value: { amount: 30, unit: 'day' },
};

const exportedThreeTimes: TreeNode = {
  type: 'event',
  source: 'api',
  name: 'report_exported',
  count: { operator: 'atLeast', value: 3 },
  window: { operator: 'inLast', amount: 30, unit: 'day' },
};

const bigPurchase: TreeNode = {
  type: 'event',
  source: 'api',
  name: 'purchase',
  count: { operator: 'atLeast', value: 2 },
  window: { operator: 'inLast', amount: 90, unit: 'day' },
  where: [{ key: 'dollars', kind: 'number', operator: 'gte', value: 50 }],
};

const neverInvited: TreeNode = {
  type: 'event',
  source: 'api',
  name: 'invite_sent',
  count: { operator: 'exactly', value: 0 },
};

const inSegment = (segmentId: string, not?: boolean): TreeNode => ({
  type: 'segment',
  segmentId,
  ...(not ? { not } : {}),
});

const paying = "attributes.plan.:String IN ('Pro', 'Team', 'Business', 'Enterprise')";
const active = `last_activity > ${ago(30)} AND last_activity <= ${benchNow}`;
const exported = `number IN (SELECT number FROM events WHERE project = 1 AND source = 'api' AND name = 'report_exported' AND timestamp > ${ago(30)} AND timestamp <= ${benchNow} GROUP BY number HAVING count() >= 3)`;
const purchased = `number IN (SELECT number FROM events WHERE project = 1 AND source = 'api' AND name = 'purchase' AND timestamp > ${ago(90)} AND timestamp <= ${benchNow} AND properties.dollars.:Float64 >= 50 GROUP BY number HAVING count() >= 2)`;
const notInvited = `number NOT IN (SELECT number FROM events WHERE project = 1 AND source = 'api' AND name = 'invite_sent')`;

/** Twelve segments as product managers build them. */
export const benchSegments: readonly BenchSegment[] = [
  {
    id: 'paying',
    name: 'Paying',
    tree: all(custom('plan', 'string', 'is', ['Pro', 'Team', 'Business', 'Enterprise'])),
    handWritten: paying,
  },
  {
    id: 'active-teams',
    name: 'Active teams of some size',
    tree: all(
      activeIn30Days,
      custom('seats', 'number', 'gte', 10),
      custom('company_size', 'string', 'is', ['51–200', '200+']),
    ),
    handWritten: `${active} AND attributes.seats.:Float64 >= 10 AND attributes.company_size.:String IN ('51–200', '200+')`,
  },
  {
    id: 'growth-titles',
    name: 'Growth people at Acme',
    tree: all(custom('title', 'string', 'contains', ['growth', 'product']), {
      type: 'attribute',
      source: 'native',
      key: 'email',
      kind: 'string',
      operator: 'endsWith',
      value: '@acme.test',
    }),
    handWritten: `multiSearchAnyCaseInsensitiveUTF8(assumeNotNull(attributes.title.:String), ['growth', 'product']) AND endsWith(lowerUTF8(assumeNotNull(email)), '@acme.test')`,
  },
  {
    id: 'renewals',
    name: 'Renews within 30 days, unhealthy',
    tree: all(
      custom('renewal', 'date', 'inNext', { amount: 30, unit: 'day' }),
      custom('health', 'number', 'lt', 40),
    ),
    handWritten: `attributes.\`renewal@date\`.:Float64 > ${benchNow} AND attributes.\`renewal@date\`.:Float64 <= ${ago(-30)} AND attributes.health.:Float64 < 40`,
  },
  {
    id: 'nested',
    name: 'Nested groups',
    tree: all(
      custom('verified', 'boolean', 'is', true),
      any(
        all(
          custom('plan', 'string', 'is', ['Enterprise']),
          custom('role', 'string', 'is', ['admin', 'owner']),
        ),
        all(custom('mrr', 'number', 'between', [100, 500]), custom('nps', 'number', 'gte', 9)),
        custom('interests', 'list', 'includesAny', ['api', 'export']),
      ),
      custom('country', 'string', 'is', ['C0', 'C1'], true),
    ),
    handWritten: `attributes.verified.:Bool = true AND ((attributes.plan.:String = 'Enterprise' AND attributes.role.:String IN ('admin', 'owner')) OR (attributes.mrr.:Float64 BETWEEN 100 AND 500 AND attributes.nps.:Float64 >= 9) OR hasAny(attributes.interests.:\`Array(Nullable(String))\`, ['s:api', 's:export'])) AND ifNull(attributes.country.:String NOT IN ('C0', 'C1'), 1)`,
  },
  {
    id: 'exporters',
    name: 'Exported three times in 30 days',
    tree: all(exportedThreeTimes),
    handWritten: exported,
  },
  {
    id: 'big-buyers',
    name: 'Two purchases of 50 dollars or more in 90 days',
    tree: all(bigPurchase),
    handWritten: purchased,
  },
  {
    id: 'not-invited',
    name: 'Paying, active, never invited anyone',
    tree: all(custom('plan', 'string', 'is', ['Free'], true), activeIn30Days, neverInvited),
    handWritten: `ifNull(attributes.plan.:String != 'Free', 1) AND ${active} AND ${notInvited}`,
  },
  {
    id: 'silent',
    name: 'Paying, no page viewed in 21 days',
    tree: all(custom('plan', 'string', 'is', ['Pro', 'Team', 'Business', 'Enterprise']), {
      type: 'event',
      source: 'api',
      name: 'page_viewed',
      window: { operator: 'inLast', amount: 21, unit: 'day' },
      not: true,
    }),
    handWritten: `${paying} AND number NOT IN (SELECT number FROM events WHERE project = 1 AND source = 'api' AND name = 'page_viewed' AND timestamp > ${ago(21)} AND timestamp <= ${benchNow})`,
  },
  {
    id: 'advocates',
    name: 'Advocates who have not invited anyone (nested segments)',
    tree: all(
      inSegment('paying'),
      any(inSegment('exporters'), custom('nps', 'number', 'gte', 9)),
      neverInvited,
    ),
    handWritten: `${paying} AND (${exported} OR attributes.nps.:Float64 >= 9) AND ${notInvited}`,
  },
  {
    id: 'at-risk',
    name: 'Big buyers gone silent (nested segments)',
    tree: all(inSegment('big-buyers'), inSegment('active-teams', true)),
    handWritten: `${purchased} AND NOT (ifNull(${active}, 0) AND ifNull(attributes.seats.:Float64 >= 10, 0) AND ifNull(attributes.company_size.:String IN ('51–200', '200+'), 0))`,
  },
  {
    id: 'long-tail',
    name: 'Text, count and property in one',
    tree: any(
      all(
        custom('referrer', 'string', 'contains', ['/partner/']),
        custom('invoices', 'number', 'gt', 12),
      ),
      {
        type: 'event',
        source: 'api',
        name: 'search_done',
        count: { operator: 'between', value: [5, 20] },
        window: { operator: 'inLast', amount: 60, unit: 'day' },
        where: [{ key: 'page', kind: 'string', operator: 'startsWith', value: '/blog' }],
      },
    ),
    handWritten: `(positionCaseInsensitiveUTF8(assumeNotNull(attributes.referrer.:String), '/partner/') > 0 AND attributes.invoices.:Float64 > 12) OR number IN (SELECT number FROM events WHERE project = 1 AND source = 'api' AND name = 'search_done' AND timestamp > ${ago(60)} AND timestamp <= ${benchNow} AND startsWith(lowerUTF8(assumeNotNull(properties.page.:String)), '/blog') GROUP BY number HAVING count() BETWEEN 5 AND 20)`,
  },
];
