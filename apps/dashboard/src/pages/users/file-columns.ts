/** The columns of a file: who it is, and what is shown. */
export function fileColumns(columns: readonly string[]): string[] {
  return [...new Set(['id', 'anonymousId', 'name', ...columns])];
}
