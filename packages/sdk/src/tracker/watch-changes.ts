/** Between two looks at what has changed; without an observer, between two looks. */
const quietMs = 250;
const withoutObserverMs = 1000;

/**
 * Calls `onChange` once, some time after the elements of the page or their attributes have changed. Between a
 * change and the next call of the returned function nothing is observed, so that a page that changes all the
 * time costs no more than one that changes seldom.
 */
export function watchChanges(page: Window & typeof globalThis, onChange: () => void): () => void {
  let isObserving = false;
  let observer: MutationObserver | undefined;
  const later = (ms: number) =>
    page.setTimeout(() => {
      isObserving = false;
      onChange();
    }, ms);
  try {
    observer = new page.MutationObserver(() => {
      observer?.disconnect();
      later(quietMs);
    });
  } catch {
    // Looked at from time to time.
  }
  return () => {
    if (isObserving) return;
    isObserving = true;
    try {
      if (!observer) throw new Error('no observer');
      observer.observe(page.document, { childList: true, attributes: true, subtree: true });
    } catch {
      later(withoutObserverMs);
    }
  };
}
