import { describe, expect, it } from 'vitest';
import { matchesPage, matchesPageRule, type PageRule } from './page-rules.ts';

const page = 'https://example.com/pricing?plan=pro#faq';

const cases: readonly [PageRule['operator'], value: string, address: string, holds: boolean][] = [
  ['is', '/pricing', page, true],
  ['is', '/pricing?plan=pro', page, true],
  ['is', '/pricing?plan=free', page, false],
  ['is', '/pricing#faq', page, false],
  ['is', '/pricing?plan=pro#faq', page, true],
  ['is', '/', page, false],
  ['is', '/', 'https://example.com', true],
  ['is', '/Pricing', page, false],
  ['is', 'https://example.com/pricing', page, true],
  ['is', 'https://EXAMPLE.com/pricing', page, true],
  ['is', 'https://example.com', 'https://example.com/?utm=1', true],
  ['is', 'http://example.com/pricing', page, false],
  ['is', '/#/settings', 'https://example.com/#/settings', true],
  ['contains', 'plan=pro', page, true],
  ['contains', '/pric', page, true],
  ['contains', '%', page, false],
  ['startsWith', '/pric', page, true],
  ['startsWith', '/ricing', page, false],
  ['startsWith', 'https://example.com/p', page, true],
  ['startsWith', '/pricing?plan', page, true],
  ['endsWith', '/pricing', page, true],
  ['endsWith', 'plan=pro', page, false],
  ['endsWith', '?plan=pro', page, true],
  ['endsWith', '#faq', page, true],
  ['matches', '/pri*', page, true],
  ['matches', '*/pricing', page, true],
  ['matches', '/*/edit', 'https://example.com/doc/7/edit', true],
  ['matches', '/*/edit', 'https://example.com/edit', false],
  ['matches', '/a*a', 'https://example.com/a', false],
  ['matches', '/pri.ing', page, false],
  ['matches', 'https://*.example.com/*', 'https://app.example.com/x', true],
  ['matches', 'https://*.example.com/*', page, false],
  ['matches', '*', page, true],
];

describe('A rule about the address', () => {
  it.each(cases)('%s %s of %s: %s', (operator, value, address, holds) => {
    expect(matchesPageRule({ operator, value, not: false }, address)).toBe(holds);
    expect(matchesPageRule({ operator, value, not: true }, address)).toBe(!holds);
  });

  it.each(['', '/pricing', 'example.com/pricing', 'mailto:a@example.com'])(
    'does not hold of %j, negated or not',
    (address) => {
      const rule = { operator: 'contains', value: '', not: false } as const;
      expect(matchesPageRule(rule, address)).toBe(false);
      expect(matchesPageRule({ ...rule, not: true }, address)).toBe(false);
    },
  );

  it('takes a pattern of many stars as it takes any other', () => {
    const rule = { operator: 'matches', value: `/${'*a'.repeat(999)}b`, not: false } as const;
    expect(matchesPageRule(rule, `https://example.com/${'a'.repeat(20_000)}`)).toBe(false);
  });
});

describe('The rules about a page', () => {
  const pricing: PageRule = { operator: 'is', value: '/pricing', not: false };
  const notDocs: PageRule = { operator: 'startsWith', value: '/docs', not: true };
  const docs = 'https://example.com/docs/start';

  it('mean every page when there are none', () => {
    expect(matchesPage({ match: 'any', urls: [] }, docs)).toBe(true);
    expect(matchesPage({ match: 'all', urls: [] }, docs)).toBe(true);
  });

  it('hold when any, or all, do', () => {
    const urls = [pricing, notDocs];
    expect(matchesPage({ match: 'any', urls }, 'https://example.com/home')).toBe(true);
    expect(matchesPage({ match: 'all', urls }, 'https://example.com/home')).toBe(false);
    expect(matchesPage({ match: 'all', urls }, page)).toBe(true);
    expect(matchesPage({ match: 'any', urls }, docs)).toBe(false);
  });
});
