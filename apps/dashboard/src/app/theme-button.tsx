import { Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { applyTheme, isDark, readTheme, type Theme } from './theme-store.ts';

/** Switches between light and dark; the system's own choice holds until then. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const next = isDark(theme) ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="navigation-link"
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      {next === 'dark' ? (
        <Moon size={15} aria-hidden="true" />
      ) : (
        <Sun size={15} aria-hidden="true" />
      )}
      <span className="grow">{next === 'dark' ? 'Dark theme' : 'Light theme'}</span>
    </button>
  );
}
