// What the runtime loads when a member has opened this page from the dashboard, to say what counts.
import { fill, h } from '../experiences/kit/element.ts';
import { openShadowHost, type ShadowHost } from '../experiences/kit/shadow-host.ts';
import { toRecord } from '../json.ts';
import { each } from '../lists.ts';
import { createTracker, type Tracker } from '../tracker/create-tracker.ts';
import type { Heard, Said } from './messages.ts';
import { pickerStyle } from './picker-style.ts';
import { proposeSelectors } from './propose-selectors.ts';

/** How often what holds is looked at. */
const lookEveryMs = 300;
const maxTextLength = 80;

const theme = {
  accent: '#5251db',
  background: null,
  text: null,
  radius: 12,
  position: 'bottom',
  mode: 'auto',
} as const;

type Page = Window & typeof globalThis;

/**
 * Opens the picker: a bar at the bottom, and while an element is chosen a frame around what the pointer is over.
 * It speaks with the window that has opened this page, as long as that is of the dashboard's origin, and ends at
 * `until`, when the dashboard says so, or by Escape.
 */
export function startPicker(
  page: Page,
  dashboardOrigin: string,
  until: number,
  now: () => number,
): void {
  const opener = page.opener as Window | null;
  const frame = h('div', 'picker-frame');
  const words = h('p', 'picker-words', { role: 'status' });
  const endButton = h('button', 'picker-end', { type: 'button' }, ['End']);
  const bar = h('div', 'picker-bar', { role: 'region', 'aria-label': 'Muster picker' }, [
    words,
    endButton,
  ]);
  let isPicking = false;
  let isOver = false;
  let tracker: Tracker | undefined;
  let lastStates = '';

  const tell = (said: Said) => opener?.postMessage({ muster: 'picker', ...said }, dashboardOrigin);
  const say = (text: string) => fill(words, [text]);
  const end = () => {
    if (isOver) return;
    isOver = true;
    isPicking = false;
    tracker?.define([]);
    host.remove();
    page.removeEventListener('message', onMessage);
    tell({ type: 'ended' });
  };
  const host: ShadowHost = openShadowHost(theme, pickerStyle, end);
  host.root.append(frame, bar);
  endButton.onclick = end;

  /** The element that something happens to; none of our own. */
  const elementOf = (event: Event): Element | undefined => {
    const target = event.composedPath()[0] as Element | undefined;
    return target?.nodeType !== 1 || isOurs(event) ? undefined : target;
  };
  // At the window, what happens in our shadow tree has its host as the target.
  const isOurs = ({ target }: Event) => target === host.shadow.host;
  const showFrame = (element: Element | undefined) => {
    frame.hidden = !element;
    if (!element) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    const { style } = frame;
    style.setProperty('left', `${left}px`);
    style.setProperty('top', `${top}px`);
    style.setProperty('width', `${width}px`);
    style.setProperty('height', `${height}px`);
  };
  const explain = () =>
    say(
      isPicking
        ? 'Click the element that counts. Escape ends.'
        : 'Use the page: the dashboard says what holds.',
    );
  const pick = (element: Element) => {
    isPicking = false;
    showFrame(undefined);
    const proposals = proposeSelectors(element);
    const text = `${(element as HTMLElement).innerText ?? element.textContent}`.trim();
    tell({
      type: 'picked',
      proposals,
      text: text.slice(0, maxTextLength),
      url: page.location.href,
    });
    explain();
  };

  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const listen = (type: string, work: (event: Event) => void) =>
    page.addEventListener(type, (event) => !isOver && work(event), true);
  listen('mousemove', (event) => {
    if (!isPicking) return;
    const element = elementOf(event);
    showFrame(element);
    const best = element && proposeSelectors(element)[0];
    if (best)
      say(best.count > 1 ? `${best.selector}: matches ${best.count} elements` : best.selector);
  });
  each(['pointerdown', 'mousedown', 'pointerup', 'mouseup'], (type) =>
    listen(type, (event) => isPicking && !isOurs(event) && swallow(event)),
  );
  listen('click', (event) => {
    if (!isPicking || isOurs(event)) return;
    swallow(event);
    const element = elementOf(event);
    if (element) pick(element);
  });
  listen('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape') end();
  });
  listen('pagehide', () => tell({ type: 'ended' }));

  const watch = ({ definition }: Extract<Heard, { type: 'watch' }>) => {
    tracker?.define([]);
    tracker = createTracker(page, () => tell({ type: 'happened' }), now);
    tracker.define([definition]);
    lastStates = '';
  };
  const look = () => {
    if (isOver) return;
    const states = tracker?.states() ?? [];
    const said = `${states} ${page.location.href}`;
    if (said !== lastStates) tell({ type: 'states', states, url: page.location.href });
    lastStates = said;
    if (now() >= until || opener?.closed) end();
    else page.setTimeout(look, lookEveryMs);
  };

  const onMessage = ({ source, origin, data }: MessageEvent) => {
    if (source !== opener || origin !== dashboardOrigin) return;
    const heard = toRecord(data);
    if (heard.muster !== 'picker') return;
    if (heard.type === 'end') end();
    if (heard.type === 'watch') watch(heard as unknown as Extract<Heard, { type: 'watch' }>);
    if (heard.type === 'pick') isPicking = true;
    explain();
  };
  page.addEventListener('message', onMessage);
  showFrame(undefined);
  if (opener) explain();
  else
    say(
      'This page keeps no tie to the dashboard (Cross-Origin-Opener-Policy): nothing can be picked here.',
    );
  tell({ type: 'ready', url: page.location.href });
  look();
}
