/** Calls `onNavigate` after everything that may have changed the page's address without a load. */
export function watchNavigation(page: Window, onNavigate: () => void): void {
  wrap(page.history, 'pushState', onNavigate);
  wrap(page.history, 'replaceState', onNavigate);
  page.addEventListener('popstate', onNavigate);
  page.addEventListener('hashchange', onNavigate);
}

type Method = 'pushState' | 'replaceState';

function wrap(history: History, method: Method, onNavigate: () => void): void {
  const original = history[method];
  const wrapped: History[Method] = function (this: History, data, unused, url) {
    original.call(this, data, unused, url);
    onNavigate();
  };
  try {
    history[method] = wrapped;
  } catch {
    // A page that has frozen its history is still heard by popstate and `boosted:hash-change`.
  }
}
