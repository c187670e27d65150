import { useEffect, useState } from 'react';

/** A number that is another whenever the theme may be another: chosen here, or by the system. */
export function useThemeChange(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const count = () => setChanges((before) => before + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', count);
    const chosen = new MutationObserver(count);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', count);
      chosen.disconnect();
    };
  }, []);
  return changes;
}
