import './kbd.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const signs: Readonly<Record<string, string>> = isApple
  ? { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '⏎', Backspace: '⌫' }
  : { Mod: 'Ctrl', Enter: '⏎', Backspace: '⌫' };

/** Keys as this machine's keyboard names them: `Mod+K` is ⌘K or Ctrl K. */
function formatKeys(keys: string): string {
  return keys
    .split('+')
    .map((key) => signs[key] ?? key)
    .join(isApple ? '' : ' ');
}

/** The keys of a shortcut. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className="kbd">{formatKeys(keys)}</kbd>;
}
