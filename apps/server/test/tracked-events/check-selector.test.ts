import { describe, expect, it } from 'vitest';
import { checkSelector } from '../../src/modules/tracked-events/check-selector.ts';

describe('A CSS selector', () => {
  it.each([
    '*',
    'button',
    'a.b#c[d]:hover',
    '#save',
    '#\\31 23',
    '.md\\:flex',
    '[data-testid="export"]',
    "[data-testid='a\\'b']",
    '[href^="/a" i]',
    '[ data-x = y ]',
    'main > ul li:nth-child(2n + 1) ~ p + a',
    'a , b,c',
    '  button  ',
    ':not(.a, .b) > :is(h1, h2):not(:first-child)',
    '[title=":has(x)"]',
    'x-card::part(title)',
    'my-element.été',
    'svg|rect',
    ':lang(en)',
    'button[aria-label="a, b > c ]"]',
  ])('%s is one', (selector) => {
    expect(checkSelector(selector)).toBeUndefined();
  });

  it.each([
    'ul:has(> .x)',
    'ul:HAS(.x)',
    'ul:h\\61 s(.x)',
    'ul:\\has(.x)',
    ':not(:is(a:has(b)))',
    ':nth-child(1 of ul:has(b))',
  ])('%s may stop a page', (selector) => {
    expect(checkSelector(selector)).toMatch(/:has\(/);
  });

  it.each([
    '',
    ' ',
    '>',
    '> a',
    'a >',
    'a,',
    ',a',
    'a,,b',
    'a > > b',
    '#',
    '.1a',
    'a[',
    'a[b',
    'a[b="c]',
    'a[b=]',
    'a:not(',
    'a:not()',
    'a:nth-child()',
    'a:not(b',
    'a)',
    'a{}',
    'a <b>',
    'javascript:alert(1)//',
    'a;b',
    '"a"',
    'a"b"',
    '\\',
    `${':not('.repeat(30)}a${')'.repeat(30)}`,
  ])('%s is none', (selector) => {
    expect(checkSelector(selector)).toMatch(/\.$/);
  });

  it('is read in a time that grows with its length, whatever it is', () => {
    for (const part of ['a ', '\\', '(', ':not(', '[a="', '-', 'a>', '\\31 ']) {
      expect(['string', 'undefined']).toContain(
        typeof checkSelector(part.repeat(500 / part.length)),
      );
    }
  });
});
