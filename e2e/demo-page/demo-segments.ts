/** A segment of the demo, with its rule in the shop's words. */
export interface DemoSegment {
  name: string;
  emoji: string;
  label: string;
  rule: string;
  /** As the API takes them; `inSegment` of a name stands for that segment's id. */
  conditions: (idsByName: ReadonlyMap<string, string>) => unknown;
}

const all = (...children: unknown[]) => ({ type: 'group', match: 'all', children });
const any = (...children: unknown[]) => ({ type: 'group', match: 'any', children });

const isPlan = (...value: string[]) => ({
  type: 'attribute',
  source: 'custom',
  key: 'plan',
  kind: 'string',
  operator: 'is',
  value,
});

const did = (name: string, times = 1, rest: Record<string, unknown> = {}) => ({
  type: 'event',
  source: 'app',
  name,
  count: { operator: 'atLeast', value: times },
  ...rest,
});

const lastHour = { operator: 'inLast', amount: 1, unit: 'hour' };

/** What the demo puts into the project when it is not there; later ones may use earlier ones. */
export const demoSegments: readonly DemoSegment[] = [
  {
    name: 'Demo: Anonymous visitors',
    emoji: '👤',
    label: 'Visitor',
    rule: 'has no user id',
    conditions: () =>
      all({ type: 'attribute', source: 'native', key: 'id', kind: 'string', operator: 'empty' }),
  },
  {
    name: 'Demo: Paying members',
    emoji: '⭐',
    label: 'Member',
    rule: 'plan is Pro or Team',
    conditions: () => all(isPlan('Pro', 'Team')),
  },
  {
    name: 'Demo: Buyers',
    emoji: '🛍️',
    label: 'Buyer',
    rule: 'bought something',
    conditions: () => all(did('bought')),
  },
  {
    name: 'Demo: Big spenders',
    emoji: '💎',
    label: 'Spender',
    rule: 'bought two things or more, each at 40 € or more',
    conditions: () =>
      all(
        did('bought', 2, {
          where: [{ key: 'price', kind: 'number', operator: 'gte', value: 40 }],
        }),
      ),
  },
  {
    name: 'Demo: Window shoppers',
    emoji: '👀',
    label: 'Looker',
    rule: 'viewed five pages in the last hour, and is not in Buyers',
    conditions: (idsByName) =>
      all(did('page viewed', 5, { window: lastHour }), {
        type: 'segment',
        segmentId: idsByName.get('Demo: Buyers'),
        not: true,
      }),
  },
  {
    name: 'Demo: Advocates',
    emoji: '🤝',
    label: 'Advocate',
    rule: 'invited two people, or invited one and is in Paying members',
    conditions: (idsByName) =>
      any(
        did('invited', 2),
        all(did('invited'), {
          type: 'segment',
          segmentId: idsByName.get('Demo: Paying members'),
        }),
      ),
  },
];
