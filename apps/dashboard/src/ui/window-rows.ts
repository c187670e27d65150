import { type RefObject, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** The rows to draw: from the first to before the last. */
export interface RowRange {
  from: number;
  to: number;
}

/** Rows drawn beyond the window on each side, so that a fast scroll shows no gap. */
const spare = 40;
/** The range moves in steps, so that most pixels of a scroll draw nothing anew. */
const step = 10;

/**
 * Which of `count` rows of one height are in the window or near it, when the first begins `top` pixels
 * below the window's upper edge (negative once it has been scrolled past).
 */
export function rowsInWindow(
  top: number,
  windowHeight: number,
  rowHeight: number,
  count: number,
): RowRange {
  const first = Math.floor(-top / rowHeight) - spare;
  const last = Math.ceil((windowHeight - top) / rowHeight) + spare;
  const from = Math.max(0, Math.floor(first / step) * step);
  const to = Math.min(count, Math.ceil(last / step) * step);
  return { from: Math.min(from, to), to };
}

/**
 * The rows of a table to draw as the page scrolls. All rows have one height, so that this is a division
 * and not a library: TanStack Virtual measures rows, which here would cost 10 kB to learn what is known.
 */
export function useWindowRows(
  body: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): RowRange {
  const [range, setRange] = useState<RowRange>(() =>
    rowsInWindow(0, innerHeight, rowHeight, count),
  );
  useLayoutEffect(() => {
    const look = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const next = rowsInWindow(top, innerHeight, rowHeight, count);
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
    };
    // Drawn within the frame that scrolls: React would draw in the next one, and this one would be blank.
    const follow = () => flushSync(look);
    look();
    addEventListener('scroll', follow, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', follow);
      removeEventListener('resize', look);
    };
  }, [body, rowHeight, count]);
  return range;
}
