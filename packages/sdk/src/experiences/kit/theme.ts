import type { Theme } from '../shown.ts';
import { contrast, inkOn, luminance, mix, readable, tint } from './colours.ts';

/**
 * The custom properties that a theme comes down to. Whatever colours were chosen, text has 4.5:1 on its
 * ground, and what shows a state 3:1.
 */
export function themeProperties(theme: Theme, prefersDark: boolean): Record<string, string> {
  const { accent } = theme;
  const isDark = theme.mode === 'auto' ? prefersDark : theme.mode === 'dark';
  const ground = theme.background || (isDark ? '#171a21' : '#ffffff');
  const isGroundDark = luminance(ground) < 0.18;
  const wanted = theme.text || (isGroundDark ? '#eef0f4' : '#151924');
  const ink = contrast(wanted, ground) < 4.5 ? inkOn(ground) : wanted;
  const sunken = tint(ground, ink, isGroundDark ? 0.07 : 0.04, ink);
  return {
    'color-scheme': isGroundDark ? 'dark' : 'light',
    '--ground': ground,
    '--sunken': sunken,
    '--line': mix(ground, ink, isGroundDark ? 0.16 : 0.11),
    '--edge': readable(mix(ground, ink, 0.35), ground, 3),
    '--ink': ink,
    '--ink-2': tint(ink, ground, 0.3, ground, sunken),
    '--accent': accent,
    '--on-accent': inkOn(accent),
    '--accent-edge': readable(accent, ground, 3),
    '--accent-ink': readable(accent, ground, 4.5),
    '--accent-soft': tint(ground, accent, isGroundDark ? 0.2 : 0.09, ink),
    '--danger': readable('#d0213a', ground, 4.5),
    '--shade': isGroundDark ? '0.5' : '0.16',
    '--radius': `${theme.radius}px`,
    '--radius-control': `${Math.min(theme.radius, 10)}px`,
  };
}
