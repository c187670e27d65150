import type { Anchor } from '../shown.ts';

/** The element of an anchor, if the page has it and it can be seen. */
export function findTarget(page: Window, { selector }: Anchor): Element | undefined {
  try {
    const element = page.document.querySelector(selector);
    return element?.getClientRects().length ? element : undefined;
  } catch {
    // No selector: the page has no such element.
    return undefined;
  }
}
