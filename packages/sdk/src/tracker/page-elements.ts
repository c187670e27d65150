import { each } from '../lists.ts';

/** Most elements of the way from one to the root that are looked at. */
const maxDepth = 60;

/**
 * Elements and selectors, whatever a page has put on its document and its forms: a field of the name `matches`
 * stands before a form's own method.
 */
export function createPageElements(page: Window & typeof globalThis) {
  const { querySelector } = page.Document.prototype;
  const { matches } = page.Element.prototype;
  const { composedPath } = page.Event.prototype;

  return {
    /** The elements that an event went through, the innermost first, also those of open shadow trees. */
    pathOf(event: Event): EventTarget[] {
      return composedPath.call(event);
    },
    /** Whether the document has such an element; of shadow trees and frames it says nothing. */
    has(selector: string): boolean {
      try {
        return querySelector.call(page.document, selector) !== null;
      } catch {
        // A selector that this browser does not know.
        return false;
      }
    },
    /** Whether one of the elements of a path is such an element. */
    isIn(path: readonly EventTarget[], selector: string): boolean {
      let isFound = false;
      each(path, (target, depth) => {
        if (isFound || depth >= maxDepth || (target as Node).nodeType !== 1) return;
        try {
          isFound = matches.call(target as Element, selector);
        } catch {
          // As above.
        }
      });
      return isFound;
    },
  };
}

/** How the tracker sees the page's elements. */
export type PageElements = ReturnType<typeof createPageElements>;

/** Whether somebody has put something into a field. What it is, is not looked at further. */
export function isFilled(target: EventTarget | undefined): boolean {
  const { type, checked, value, isContentEditable, textContent } = (target ??
    {}) as HTMLInputElement;
  if (type === 'checkbox' || type === 'radio') return checked;
  if (typeof value === 'string') return /\S/.test(value);
  return isContentEditable && /\S/.test(`${textContent}`);
}
