const storageKey = 'muster.project';

/** The project that was open last in this browser. */
export function readLastProject(): string | null {
  return localStorage.getItem(storageKey);
}

export function rememberProject(id: string): void {
  localStorage.setItem(storageKey, id);
}
