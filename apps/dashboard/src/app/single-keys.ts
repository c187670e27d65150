const storageKey = 'muster.single-keys';

/**
 * Whether a letter alone does something wherever one is on a page. Who speaks to the machine presses
 * letters by mistake, and may turn it off (WCAG 2.1.4).
 */
export function haveSingleKeys(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

/** Turns them on or off, in this browser. */
export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, 'off');
}
