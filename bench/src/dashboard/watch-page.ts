// Both run in the page, each as a whole: they know nothing of what stands around them here.

/**
 * Milliseconds of the page's clock from `from` until so many elements are there and painted. Zero as
 * `from` is the start of the navigation. Throws after a minute.
 */
export async function untilSeen(wish: {
  selector: string;
  count: number;
  from: number;
}): Promise<number> {
  while (document.querySelectorAll(wish.selector).length < wish.count) {
    if (performance.now() - wish.from > 60_000) throw new Error(`No ${wish.selector} in a minute.`);
    await new Promise(requestAnimationFrame);
  }
  // What was found in one frame is painted by the next.
  await new Promise(requestAnimationFrame);
  return performance.now() - wish.from;
}

/** Milliseconds from `from` until the element says something else than `text`, painted. */
export async function untilOther(wish: {
  selector: string;
  text: string | null;
  from: number;
}): Promise<number> {
  while (document.querySelector(wish.selector)?.textContent === wish.text) {
    if (performance.now() - wish.from > 60_000) throw new Error(`${wish.text} for a minute.`);
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - wish.from;
}

/**
 * Scrolls down evenly and looks in each frame whether there is a user at the lower edge of the window.
 * Blank: a place where a row belongs that is not drawn. At the end: there is nothing below to go to.
 */
export async function watchScroll(wish: {
  pixelsPerSecond: number;
  ms: number;
}): Promise<{ longestBlank: number; longestWait: number; rows: number }> {
  const startedAt = performance.now();
  let [at, blankSince, waitsSince] = [startedAt, startedAt, startedAt];
  let [longestBlank, longestWait, rows] = [0, 0, 0];
  while (at - startedAt < wish.ms) {
    const frame = await new Promise<number>(requestAnimationFrame);
    const root = document.documentElement;
    const isAtEnd = scrollY + innerHeight >= root.scrollHeight - 1;
    const row = document.elementFromPoint(innerWidth / 2, innerHeight - 60)?.closest('tr');
    const isBlank = !isAtEnd && row?.classList.contains('user-row') !== true;
    if (!isBlank) blankSince = frame;
    if (!isAtEnd) waitsSince = frame;
    longestBlank = Math.max(longestBlank, frame - blankSince);
    longestWait = Math.max(longestWait, frame - waitsSince);
    rows = Math.max(rows, Number(row?.getAttribute('aria-rowindex') ?? 0));
    scrollBy(0, (wish.pixelsPerSecond * (frame - at)) / 1000);
    at = frame;
  }
  return { longestBlank, longestWait, rows };
}
