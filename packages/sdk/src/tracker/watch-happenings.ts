import type { Happening } from './definition.ts';
import { isFilled, type PageElements } from './page-elements.ts';

/** A pointer that only passes is over an element for less. */
const hoverAfterMs = 100;

/** Who writes on pauses for less. */
const pauseMs = 1000;

/**
 * Tells what the visitor does, before the page itself hears of it, with the elements that it happened to, the
 * innermost first. Nothing else of it is kept.
 *
 * @param isWanted whether anybody waits for such a thing; looked at each time
 */
export function watchHappenings(
  page: Window,
  elements: PageElements,
  isWanted: (happening: Happening) => boolean,
  onHappening: (happening: Happening, path: readonly EventTarget[]) => void,
): void {
  const listen = (type: string, listener: (event: Event) => void) => {
    page.addEventListener(
      type,
      (event) => {
        try {
          listener(event);
        } catch {
          // Whatever this page has made of its events: it is not to notice us.
        }
      },
      { capture: true, passive: true },
    );
  };

  listen('click', (event) => {
    if (isWanted('clicked')) onHappening('clicked', elements.pathOf(event));
  });

  let over: readonly EventTarget[] | undefined;
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    if (over) onHappening('hovered', over);
  };
  listen('mouseover', (event) => {
    if (!isWanted('hovered')) return;
    over = elements.pathOf(event);
    if (isWaiting) return;
    isWaiting = true;
    page.setTimeout(look, hoverAfterMs);
  });
  listen('mouseout', (event) => {
    if (!(event as MouseEvent).relatedTarget) over = undefined;
  });

  const lookAtField = (path: readonly EventTarget[]) => {
    if (isFilled(path[0])) onHappening('filled', path);
  };
  listen('change', (event) => {
    if (isWanted('filled')) lookAtField(elements.pathOf(event));
  });
  // Of fields in shadow trees, and of what is edited in place, no change is heard, and not always that they
  // are left: they are looked at when the writing has paused.
  let written: readonly EventTarget[] | undefined;
  listen('input', (event) => {
    const path = elements.pathOf(event);
    const isHeard = path[0] === event.target && !(path[0] as HTMLElement).isContentEditable;
    if (isHeard || !isWanted('filled')) return;
    written = path;
    page.setTimeout(() => {
      if (written === path) lookAtField(path);
    }, pauseMs);
  });
}
