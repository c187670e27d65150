import { expect, test } from 'vitest';
import { drawBars } from './draw-bars.ts';

test('a bar is as much longer for each power of ten', () => {
  const svg = drawBars('Twelve <segments>', 'ms', [
    { name: 'slow & steady', value: 100 },
    { name: 'ours', value: 10, isOurs: true },
  ]);
  const widths = [...svg.matchAll(/<rect x="270"[^>]*width="(\d+)"/g)].map(([, width]) => width);
  // From 1 ms on, the shortest first.
  expect(widths).toEqual(['205', '410']);
  expect(svg).toContain('aria-label="Twelve &lt;segments>"');
  expect(svg).toContain('slow &amp; steady');
  expect(svg.indexOf('>ours<')).toBeLessThan(svg.indexOf('>slow'));
});
