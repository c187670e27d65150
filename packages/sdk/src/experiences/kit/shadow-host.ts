import type { Theme } from '../shown.ts';
import { baseStyle } from './base-style.ts';
import { h } from './element.ts';
import { themeProperties } from './theme.ts';

/** A part of the page in which none of the page's rules hold. */
export interface ShadowHost {
  /** What everything is put into; it has the theme. */
  root: HTMLElement;
  shadow: ShadowRoot;
  setTheme(theme: Theme): void;
  /** Fades out and goes. */
  remove(): void;
}

/** How often a page may take the host away within a few seconds. */
const patience = 20;

/**
 * Opens a host at the end of the document's root element, where a page that renders its body anew does not
 * reach. A page that takes it away gets it back, unless it will not stop: then `onLost` is called.
 * Throws where the page allows no style: what cannot be laid out is not shown.
 */
export function openShadowHost(theme: Theme, style: string, onLost: () => void): ShadowHost {
  const element = document.createElement('muster-experience');
  const shadow = element.attachShadow({ mode: 'open' });
  const root = h('div', 'root');
  shadow.append(root);
  let present = theme;
  const scheme = watchScheme();
  const paint = () => {
    const properties = themeProperties(present, scheme?.matches ?? false);
    // Set one by one: a policy against style attributes does not concern it.
    for (const name in properties) root.style.setProperty(name, properties[name] || '');
  };
  paint();
  // Safari 13 has no addEventListener here.
  scheme?.addListener(paint);
  const stopKeeping = keepInPage(element, shadow, () => {
    scheme?.removeListener(paint);
    onLost();
  });
  keepKeys(shadow);
  document.documentElement.append(element);
  applyStyle(shadow, baseStyle + style);
  return {
    root,
    shadow,
    setTheme(next) {
      present = next;
      paint();
    },
    remove() {
      stopKeeping();
      scheme?.removeListener(paint);
      root.className += ' leaving';
      setTimeout(() => element.remove(), 130);
    },
  };
}

/** A constructed sheet is nobody's inline style; older browsers have only those. */
function applyStyle(shadow: ShadowRoot, text: string): void {
  if ('adoptedStyleSheets' in shadow) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    shadow.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  style.textContent = text;
  (shadow as ShadowRoot).append(style);
  if (style.sheet) return;
  (shadow as ShadowRoot).host.remove();
  throw new Error("the page's policy allows no styles in a browser of this age");
}

/** Returns what stops it. */
function keepInPage(element: HTMLElement, shadow: ShadowRoot, onLost: () => void): () => void {
  let times = 0;
  let focused: Element | null = null;
  shadow.addEventListener('focusin', () => {
    focused = shadow.activeElement;
  });
  shadow.addEventListener('focusout', () => {
    if (element.isConnected) focused = null;
  });
  // In a task of its own: two observers that undo each other's work would never let go of the page.
  const putBack = () => {
    if (stopped || element.isConnected) return;
    times += 1;
    if (times > patience) {
      stop();
      onLost();
      return;
    }
    setTimeout(() => {
      times -= 1;
    }, 5000);
    const wasFocused = focused;
    document.documentElement.append(element);
    watch();
    if (wasFocused && document.activeElement === document.body) {
      (wasFocused as HTMLElement).focus({ preventScroll: true });
    }
  };
  const observer = new MutationObserver(() => {
    if (!element.isConnected) setTimeout(putBack);
  });
  const watch = () => {
    observer.disconnect();
    // The root element itself may be replaced, by `document.open`.
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { childList: true });
  };
  let stopped = false;
  const stop = () => {
    stopped = true;
    observer.disconnect();
  };
  watch();
  return stop;
}

/** What is typed in an experience is not meant for the page, which has shortcuts of its own. */
function keepKeys(shadow: ShadowRoot): void {
  const keep = (event: Event) => event.stopPropagation();
  shadow.addEventListener('keydown', keep);
  shadow.addEventListener('keyup', keep);
  shadow.addEventListener('keypress', keep);
}

/** Whether the visitor likes it dark; nothing where the page has replaced the question by what throws. */
function watchScheme(): MediaQueryList | undefined {
  try {
    return matchMedia('(prefers-color-scheme: dark)');
  } catch {
    return undefined;
  }
}
