// Colours as `#rrggbb`, and which of them can be read on which (WCAG 2.2).
import { each } from '../../lists.ts';

function channel(colour: string, at: number): number {
  return Number.parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16);
}

function linear(colour: string, at: number): number {
  const share = channel(colour, at) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance: 0 is black, 1 is white. */
export function luminance(colour: string): number {
  return 0.2126 * linear(colour, 0) + 0.7152 * linear(colour, 1) + 0.0722 * linear(colour, 2);
}

/** The ratio of contrast, 1 to 21. */
export function contrast(a: string, b: string): number {
  const one = luminance(a) + 0.05;
  const other = luminance(b) + 0.05;
  return one > other ? one / other : other / one;
}

/** `share` of `b` in `a`, 0 to 1. */
export function mix(a: string, b: string, share: number): string {
  const part = (at: number) => {
    const value = Math.round(channel(a, at) + (channel(b, at) - channel(a, at)) * share);
    return (value < 16 ? '0' : '') + value.toString(16);
  };
  return `#${part(0)}${part(1)}${part(2)}`;
}

/** White, near-black or black, whichever is read well on `ground`: at least 4.5:1 on any. */
export function inkOn(ground: string): string {
  const dark = contrast('#0b0d12', ground) >= 4.5 ? '#0b0d12' : '#000000';
  return contrast('#ffffff', ground) >= contrast(dark, ground) ? '#ffffff' : dark;
}

/** At most `share` of `b` in `a`, less when it would not have 4.5:1 with each of `others`. */
export function tint(a: string, b: string, share: number, ...others: string[]): string {
  for (let less = share; less > 0; less -= 0.02) {
    const mixed = mix(a, b, less);
    let isReadable = true;
    each(others, (other) => {
      if (contrast(mixed, other) < 4.5) isReadable = false;
    });
    if (isReadable) return mixed;
  }
  return a;
}

/** `colour`, moved towards black or white only as far as it takes to have `ratio` on `ground`. */
export function readable(colour: string, ground: string, ratio: number): string {
  const goal = contrast('#ffffff', ground) > contrast('#000000', ground) ? '#ffffff' : '#000000';
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(colour, goal, share);
    if (contrast(moved, ground) >= ratio) return moved;
  }
  return goal;
}
