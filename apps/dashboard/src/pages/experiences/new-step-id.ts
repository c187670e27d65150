/** An id for a step that is made here; it is never shown. */
export function newStepId(): string {
  return crypto.randomUUID();
}
