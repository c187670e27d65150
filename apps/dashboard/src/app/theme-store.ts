/** What the person chose; `system` follows the machine. */
export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'muster.theme';

/** The chosen theme; what is stored is read by public/theme.js before the first paint. */
export function readTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(storageKey);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(storageKey, theme);
    document.documentElement.dataset.theme = theme;
  }
}

/** Whether what is on the screen is dark. */
export function isDark(theme: Theme): boolean {
  if (theme !== 'system') return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
