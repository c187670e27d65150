/** What is open over the page, called up by keys: at most one thing. */
export type Overlay = 'none' | 'palette' | 'shortcuts';

let overlay: Overlay = 'none';
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
  set('palette');
}

/** Opens the list of all shortcuts. */
export function openShortcutSheet(): void {
  set('shortcuts');
}

export function closeOverlay(): void {
  set('none');
}
