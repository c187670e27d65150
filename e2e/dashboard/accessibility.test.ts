import { describe, expect } from 'vitest';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';
import { test as base } from '../fixtures/dashboard.ts';

const twoYears = {
  name: 'Two years',
  badge: { emoji: '💎', label: 'VIP', color: 'green' },
  conditions: {
    type: 'group',
    match: 'any',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'Contract',
        kind: 'string',
        operator: 'is',
        value: ['Two year'],
      },
    ],
  },
};

const test = base.extend('segmentId', { scope: 'file' }, async ({ muster }) => {
  const { id } = await muster.api<{ id: string }>('POST', '/segments', twoYears);
  return id;
});

// A search, since all that is found would be looked at row by row.
const pages: readonly (readonly [path: string, title: string, sign: string])[] = [
  ['users?q=7590', 'Users', '7590-VHVEG'],
  ['users/7590-VHVEG', 'Users', 'PaymentMethod'],
  ['users/7590-VHVEG?tab=segments', 'Users', 'Two years'],
  ['segments', 'Segments', 'Two years'],
  ['segments/:id?tab=history', 'Two years', 'Version 1'],
  ['segments/new', 'New segment', 'Who is in it'],
  ['install', 'Install', 'On your pages'],
  ['settings', 'Settings', 'Project id'],
  ['settings/members', 'Settings', 'Invite'],
  ['settings/keys', 'Settings', 'New key'],
  ['settings/audit', 'Settings', 'Segment created'],
];

describe.each(['light', 'dark'] as const)('In the %s theme', (colorScheme) => {
  test.for(pages)(
    '%s meets WCAG 2.2 AA, wide and narrow',
    async ([path, title, sign], { segmentId, signIn }) => {
      const { page, visit } = await signIn(undefined, { colorScheme });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await visit(path.replace(':id', segmentId), title);
        await page.getByText(sign).first().waitFor();
        expect(await checkAccessibility(page), `${width} px`).toEqual([]);
        const beyond = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(beyond, `wider than ${width} px`).toBe(0);
      }
    },
  );
});
