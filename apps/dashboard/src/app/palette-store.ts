/** What is open over the page, called up by keys: at most one thing. */
export type Overlay = 'none' | 'palette' | 'shortcuts';

let overlay: Overlay = 'none';
let typed = '';
const listeners = new Set<() => void>();

function set(next: Overlay): void {
  overlay = next;
  for (const listener of listeners) listener();
}

export function subscribeOverlay(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

export function currentOverlay(): Overlay {
  return overlay;
}

/** Opens the command palette. */
export function openPalette(): void {
  typed = '';
  set('palette');
}

/** Opens the list of all shortcuts. */
export function openShortcutSheet(): void {
  set('shortcuts');
}

export function closeOverlay(): void {
  set('none');
}

/** Takes what is typed until the palette, whose code may have to come first, has a field for it. */
export function catchTyping(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Escape') closeOverlay();
    else if (event.key === 'Backspace') typed = typed.slice(0, -1);
    else if (event.key.length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('keydown', onKeyDown, { capture: true });
  return () => removeEventListener('keydown', onKeyDown, { capture: true });
}

/** What was typed before the palette was there. */
export function typedBefore(): string {
  return typed;
}
