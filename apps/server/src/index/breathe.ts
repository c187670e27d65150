/** Resolves when what else waits on this thread, e.g. requests, has had its turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
