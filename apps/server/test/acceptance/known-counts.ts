import type { Group, TreeNode } from '@muster/conditions';

/** An audience of the example data and its size, counted independently from the files. */
export interface KnownCount {
  what: string;
  conditions: Group;
  users: number;
}

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

// Both data sets are in one project. Where a condition also holds of users without the data it is
// about, these keep to the data set that was counted.
const isTelcoCustomer: TreeNode = {
  type: 'attribute',
  source: 'custom',
  key: 'Contract',
  kind: 'string',
  operator: 'empty',
  not: true,
};
const purchase = { type: 'event', source: 'api', name: 'purchase' } as const;

export const telcoCounts: readonly KnownCount[] = [
  {
    what: 'Contract is "Month-to-month" and tenure < 12',
    conditions: all(
      {
        type: 'attribute',
        source: 'custom',
        key: 'Contract',
        kind: 'string',
        operator: 'is',
        value: ['Month-to-month'],
      },
      {
        type: 'attribute',
        source: 'custom',
        key: 'tenure',
        kind: 'number',
        operator: 'lt',
        value: 12,
      },
    ),
    users: 1908,
  },
  {
    what: 'TotalCharges is empty',
    conditions: all(isTelcoCustomer, {
      type: 'attribute',
      source: 'custom',
      key: 'TotalCharges',
      kind: 'number',
      operator: 'empty',
    }),
    users: 11,
  },
  {
    what: 'PaymentMethod contains "automatic"',
    conditions: all({
      type: 'attribute',
      source: 'custom',
      key: 'PaymentMethod',
      kind: 'string',
      operator: 'contains',
      value: ['automatic'],
    }),
    users: 3066,
  },
  {
    what: 'InternetService is any of Fiber optic, DSL and OnlineSecurity is not "Yes"',
    conditions: all(
      {
        type: 'attribute',
        source: 'custom',
        key: 'InternetService',
        kind: 'string',
        operator: 'is',
        value: ['Fiber optic', 'DSL'],
      },
      {
        type: 'attribute',
        source: 'custom',
        key: 'OnlineSecurity',
        kind: 'string',
        operator: 'is',
        value: ['Yes'],
        not: true,
      },
    ),
    users: 3498,
  },
  {
    what: 'TotalCharges between 1000 and 2000',
    conditions: all({
      type: 'attribute',
      source: 'custom',
      key: 'TotalCharges',
      kind: 'number',
      operator: 'between',
      value: [1000, 2000],
    }),
    users: 1283,
  },
];

export const cdnowCounts: readonly KnownCount[] = [
  {
    what: 'purchase occurred at least 3 times',
    conditions: all({ ...purchase, count: { operator: 'atLeast', value: 3 } }),
    users: 7583,
  },
  {
    what: 'purchase occurred exactly once',
    conditions: all({ ...purchase, count: { operator: 'exactly', value: 1 } }),
    users: 11_908,
  },
  {
    what: 'purchase with dollar value ≥ 50 and CDs ≥ 3 at least 2 times',
    conditions: all({
      ...purchase,
      count: { operator: 'atLeast', value: 2 },
      where: [
        { key: 'dollar_value', kind: 'number', operator: 'gte', value: 50 },
        { key: 'number_of_cds', kind: 'number', operator: 'gte', value: 3 },
      ],
    }),
    users: 2361,
  },
  {
    what: 'purchase occurred zero times between 1998-04-02 and 1998-06-30',
    conditions: all(purchase, {
      ...purchase,
      count: { operator: 'exactly', value: 0 },
      window: { operator: 'between', from: '1998-04-02', to: '1998-06-30' },
    }),
    users: 20_269,
  },
];
