import { describe, expect, it } from 'vitest';
import { contrast, inkOn, luminance, mix, readable } from './colours.ts';

describe('colours', () => {
  it('knows how light they are', () => {
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ffffff')).toBeCloseTo(1);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
  });

  it('mixes them', () => {
    expect(mix('#000000', '#ffffff', 0)).toBe('#000000');
    expect(mix('#000000', '#ff0810', 1)).toBe('#ff0810');
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  });

  it('leaves what can be read as it is', () => {
    expect(readable('#151924', '#ffffff', 4.5)).toBe('#151924');
  });

  it('finds ink and a readable form for every ground', () => {
    const steps = ['00', '33', '66', '77', '99', 'cc', 'ff'];
    for (const r of steps)
      for (const g of steps)
        for (const b of steps) {
          const ground = `#${r}${g}${b}`;
          expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(readable(ground, ground, 4.5), ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(readable('#808080', ground, 3), ground)).toBeGreaterThanOrEqual(3);
        }
  });
});
