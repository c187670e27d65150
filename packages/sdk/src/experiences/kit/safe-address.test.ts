import { isSafeAddress } from '@muster/protocol';
import { expect, it } from 'vitest';
import { safeAddress } from './safe-address.ts';

const addresses = [
  'https://example.com/a?b#c',
  'HTTP://example.com',
  'mailto:ada@example.com',
  '/pricing',
  '#top',
  '?page=2',
  '//example.com',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '/\tjavascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://example.com/1',
  'pricing',
  '',
];

it('lets through what the server does', () => {
  for (const address of addresses) {
    expect(safeAddress(address), address).toBe(isSafeAddress(address) ? address : undefined);
  }
  expect(safeAddress(undefined)).toBeUndefined();
});
