import type { Anchor } from '../shown.ts';
import { findTarget } from './find-target.ts';

/**
 * Calls `onMove` with where the target is, at once and whenever it has moved, for whatever reason: a page
 * scrolls, is resized or changes. Calls `onLost` once when the page has it no longer. Looks once a frame,
 * hence not while the page is in the background. Returns what ends it.
 */
export function follow(
  page: Window & typeof globalThis,
  anchor: Anchor,
  onMove: (box: DOMRect) => void,
  onLost: () => void,
): () => void {
  let isOver = false;
  let last = '';
  const look = () => {
    if (isOver) return;
    const target = findTarget(page, anchor);
    if (!target) {
      isOver = true;
      onLost();
      return;
    }
    const box = target.getBoundingClientRect();
    const key = `${box.left} ${box.top} ${box.width} ${box.height} ${page.innerWidth} ${page.innerHeight}`;
    if (key !== last) onMove(box);
    last = key;
    page.requestAnimationFrame(look);
  };
  look();
  return () => {
    isOver = true;
  };
}
