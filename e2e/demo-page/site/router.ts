/** The part of the address that says what to show. */
export function currentPath(): string {
  return window.location.pathname;
}

/** Goes to another page of the app without loading one. */
function goTo(path: string): void {
  if (path === currentPath()) return;
  history.pushState({}, '', path);
  show();
}

let show = () => {};

/** Calls `render` for each page that is gone to, the first included. */
export function onPage(render: () => void): void {
  show = () => {
    render();
    window.scrollTo(0, 0);
  };
  window.addEventListener('popstate', render);
  document.addEventListener('click', followLink);
  render();
}

function followLink(event: MouseEvent): void {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const link = (event.target as Element).closest('a');
  const isOurs = link?.origin === window.location.origin && link.hash === '';
  if (!isPlain || !link || !isOurs) return;
  event.preventDefault();
  goTo(link.pathname);
}
