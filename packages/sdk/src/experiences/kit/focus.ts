import { append, each } from '../../lists.ts';

const selector =
  'a[href],button:not([disabled]),input:not([disabled]),textarea:not([disabled]),[tabindex]:not([tabindex="-1"])';

/** What the Tab key stops at in `within`, in order. Of radio buttons of one name only one is a stop. */
function tabStops(within: ParentNode): HTMLElement[] {
  const stops: HTMLElement[] = [];
  each(within.querySelectorAll<HTMLElement>(selector), (element) => {
    if (element.getClientRects().length > 0 && isStop(element, within)) append(stops, element);
  });
  return stops;
}

function isStop(element: HTMLElement, within: ParentNode): boolean {
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
  if (element.checked) return true;
  const group = within.querySelectorAll<HTMLInputElement>(`input[name="${element.name}"]`);
  let isFirst = group[0] === element;
  each(group, (other) => {
    if (other.checked) isFirst = false;
  });
  return isFirst;
}

/** The element that has the keyboard, also when it is in a shadow root. */
export function activeElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Gives the keyboard to an element, without scrolling the page. */
export function focusOn(element: HTMLElement | null | undefined): void {
  element?.focus({ preventScroll: true });
}

/** How often in a row the keyboard is taken back from a page that takes it. */
const patience = 5;

/**
 * Keeps Tab, and the keyboard, within `surface`. A page with a trap of its own wins after a few times,
 * since two traps would otherwise hang the page. Returns what ends it.
 */
export function trapFocus(surface: HTMLElement): () => void {
  let times = 0;
  const onKey = (event: KeyboardEvent) => {
    times = 0;
    if (event.key !== 'Tab') return;
    const stops = tabStops(surface);
    const active = (surface.getRootNode() as ShadowRoot).activeElement;
    const first = stops[0];
    const last = stops[stops.length - 1];
    const isAtEdge = active === (event.shiftKey ? first : last) || active === surface;
    if (!isAtEdge || (active === surface && !event.shiftKey)) return;
    event.preventDefault();
    focusOn((event.shiftKey ? last : first) || surface);
  };
  const onFocus = () => {
    if (holdsFocus(surface) || document.activeElement === document.body) return;
    times += 1;
    if (times <= patience) focusOn(tabStops(surface)[0] || surface);
  };
  const onPointer = () => {
    times = 0;
  };
  surface.addEventListener('keydown', onKey);
  surface.addEventListener('pointerdown', onPointer);
  document.addEventListener('focusin', onFocus);
  return () => {
    surface.removeEventListener('keydown', onKey);
    surface.removeEventListener('pointerdown', onPointer);
    document.removeEventListener('focusin', onFocus);
  };
}

/** Whether the keyboard is in `surface`, which is in a shadow root. */
export function holdsFocus(surface: HTMLElement): boolean {
  const root = surface.getRootNode();
  return root instanceof ShadowRoot && surface.contains(root.activeElement);
}
