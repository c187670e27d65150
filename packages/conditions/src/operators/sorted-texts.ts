/**
 * The texts without repeats in the order of their UTF-16 code units. Plans hold operands so: equal
 * sets are then equal arrays (and equal SQL), and `hasText` finds one without building a Set.
 */
export function sortTexts(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** True when `sorted`, made by `sortTexts`, has the text. */
export function hasText(sorted: readonly string[], text: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = sorted[middle] as string;
    if (candidate === text) return true;
    if (candidate < text) low = middle + 1;
    else high = middle;
  }
  return false;
}
