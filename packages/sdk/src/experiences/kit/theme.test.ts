import { expect, it } from 'vitest';
import type { Theme } from '../shown.ts';
import { contrast } from './colours.ts';
import { themeProperties } from './theme.ts';

const theme = (change: Partial<Theme> = {}): Theme => ({
  accent: '#4f46e5',
  background: null,
  text: null,
  radius: 12,
  position: 'center',
  mode: 'auto',
  ...change,
});

it('follows the browser only where the theme leaves it open', () => {
  const scheme = (change: Partial<Theme>, prefersDark: boolean) =>
    themeProperties(theme(change), prefersDark)['color-scheme'];
  expect(scheme({}, false)).toBe('light');
  expect(scheme({}, true)).toBe('dark');
  expect(scheme({ mode: 'light' }, true)).toBe('light');
  expect(scheme({ mode: 'dark' }, false)).toBe('dark');
  expect(scheme({ mode: 'dark', background: '#fffbe6' }, false)).toBe('light');
});

it('takes the colours that were chosen when they can be read', () => {
  const properties = themeProperties(theme({ background: '#fffbe6', text: '#3b2f00' }), false);
  expect(properties).toMatchObject({ '--ground': '#fffbe6', '--ink': '#3b2f00' });
});

it('can be read in whatever colours were chosen', () => {
  const colours = ['#000000', '#ffffff', '#4f46e5', '#ffee00', '#808080', '#d0213a', '#00c2a8'];
  for (const background of [null, ...colours])
    for (const text of [null, ...colours])
      for (const accent of colours)
        for (const mode of ['light', 'dark'] as const) {
          const found = themeProperties(theme({ background, text, accent, mode }), false);
          const ratio = (ink: string, ground: string) =>
            contrast(found[ink] ?? '', found[ground] ?? '');
          const pairs = [
            ['--ink', '--ground', 4.5],
            ['--ink', '--sunken', 4.5],
            ['--ink-2', '--ground', 4.5],
            ['--ink-2', '--sunken', 4.5],
            ['--on-accent', '--accent', 4.5],
            ['--accent-ink', '--ground', 4.5],
            ['--ink', '--accent-soft', 4.5],
            ['--accent-edge', '--ground', 3],
            ['--edge', '--ground', 3],
            ['--danger', '--ground', 4.5],
          ] as const;
          for (const [ink, ground, least] of pairs) {
            expect(
              ratio(ink, ground),
              JSON.stringify({ ink, ground, found }),
            ).toBeGreaterThanOrEqual(least);
          }
        }
});
