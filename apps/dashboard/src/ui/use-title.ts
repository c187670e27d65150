import { useEffect } from 'react';

/** Names the page in the tab of the browser; screen readers hear it when the page changes. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Muster`;
  }, [title]);
}
