/**
 * Runs `start` whenever the page comes into sight, and what that has returned when it goes out of it or is left.
 * A browser that speaks HTTP/1.1 has six connections to a server for all its tabs, and the pages that Back
 * keeps: with a stream held by each, the seventh would wait for its first byte.
 * Returns what ends it.
 */
export function whileVisible(page: Document, start: () => () => void): () => void {
  let stop: (() => void) | undefined;
  const follow = () => {
    if (page.visibilityState === 'visible') {
      stop ??= start();
    } else {
      stop?.();
      stop = undefined;
    }
  };
  follow();
  page.addEventListener('visibilitychange', follow);
  return () => {
    page.removeEventListener('visibilitychange', follow);
    stop?.();
  };
}
