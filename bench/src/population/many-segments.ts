import type { Group, TreeNode } from '@muster/conditions';
import { benchNow } from './population.ts';

const day = 86_400_000;
const plans = ['Free', 'Pro', 'Team', 'Business', 'Enterprise'];
const events = ['report_exported', 'purchase', 'invite_sent', 'search_done', 'file_uploaded'];

/**
 * Segments as a project of many years has them: half ask for attributes, a quarter for events, a quarter
 * for a date relative to now, whose counts can never be remembered. No two are the same.
 */
export function makeSegments(count: number): { name: string; conditions: Group }[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `Segment ${at + 1}`,
    conditions: { type: 'group', match: 'all', children: makeConditions(at) },
  }));
}

function makeConditions(at: number): TreeNode[] {
  const plan = attribute('plan', 'string', 'is', [plans[at % plans.length]]);
  switch (at % 4) {
    case 0:
      return [plan, attribute('seats', 'number', 'gt', at)];
    case 1:
      return [
        plan,
        {
          type: 'event',
          source: 'api',
          name: events[at % events.length] ?? '',
          count: { operator: 'atLeast', value: 1 + (at % 3) },
          window: {
            operator: 'after',
            at: new Date(benchNow - (30 + at) * day).toISOString().slice(0, 10),
          },
        },
      ];
    case 2:
      return [attribute('city', 'string', 'is', [`City ${at}`, `City ${at + 300}`])];
    default:
      return [plan, attribute('renewal', 'date', 'inNext', { amount: 1 + at, unit: 'day' })];
  }
}

function attribute(key: string, kind: string, operator: string, value: unknown): TreeNode {
  return { type: 'attribute', source: 'custom', key, kind, operator, value } as TreeNode;
}
