import type { Anchor } from '../shown.ts';
import { findTarget } from './find-target.ts';

const lookEveryMs = 100;

/**
 * Calls `onFound` once the page has the target, and `onMissing` when it has not got it in time; neither before
 * this has returned what ends the wait.
 */
export function awaitTarget(
  page: Window,
  anchor: Anchor,
  waitMs: number,
  onFound: (target: Element) => void,
  onMissing: () => void,
): () => void {
  let isOver = false;
  let looksLeft = Math.ceil(waitMs / lookEveryMs);
  const look = () => {
    if (isOver) return;
    const target = findTarget(page, anchor);
    if (target) onFound(target);
    else if (looksLeft <= 0) onMissing();
    else {
      looksLeft -= 1;
      page.setTimeout(look, lookEveryMs);
    }
  };
  page.setTimeout(look, 0);
  return () => {
    isOver = true;
  };
}
