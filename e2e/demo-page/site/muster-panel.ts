import type { DemoConfig } from '../render-page.ts';
import { element } from './element.ts';
import { ask, onSaid, type Said, say } from './say.ts';

/** Segments also change by the passing of time alone. */
const refreshAfterMs = 15_000;
const maxSaid = 60;

/** What Muster knows and is told, beside the shop. */
export interface MusterPanel {
  root: HTMLElement;
  /** The same in one line, for where the panel is out of sight. */
  strip: HTMLElement;
  /** Shows whose profile it is. */
  showPerson(userId: string | undefined): void;
}

/** Builds the panel; its segments are asked for again after each command. */
export function createMusterPanel(config: DemoConfig): MusterPanel {
  const rows = new Map(config.segments.map((segment) => [segment.name, showSegment(segment)]));
  const summary = element('span', { class: 'count' }, '…');
  const emojis = element('span', {});
  const strip = element('a', { class: 'strip', href: '#segments' }, 'Your segments', emojis);
  const said = element('ol', { class: 'said' });
  const watch = element('code', {});

  async function refresh(): Promise<void> {
    const segments = await ask('user:segments');
    if (!Array.isArray(segments)) return;
    const names = new Set(segments.map(({ name }: { name: string }) => name));
    for (const [name, row] of rows) {
      const isIn = names.has(name);
      row.classList.toggle('in', isIn);
      const state = row.querySelector('.state');
      if (state) state.textContent = isIn ? 'In' : 'Not in';
    }
    const shown = config.segments.filter(({ name }) => names.has(name));
    summary.textContent = `${shown.length} of ${rows.size}`;
    emojis.textContent = shown.map(({ emoji }) => emoji).join(' ') || 'none yet';
  }

  onSaid((entry) => {
    said.prepend(showSaid(entry));
    if (said.children.length > maxSaid) said.lastElementChild?.remove();
    void refresh();
  });
  setInterval(() => void refresh(), refreshAfterMs);
  say('on', 'segments:changed', [() => void refresh()]);

  const root = element(
    'aside',
    { class: 'panel', 'aria-label': 'What Muster sees' },
    element(
      'section',
      { id: 'segments', 'aria-live': 'polite' },
      element('h2', {}, 'Your segments', summary),
      element('ul', { class: 'segments' }, ...rows.values()),
    ),
    element('section', {}, element('h2', {}, 'Said to Muster'), said),
    element(
      'details',
      {},
      element('summary', {}, 'The snippet of this page'),
      element('pre', {}, element('code', {}, config.snippet)),
    ),
    element(
      'details',
      {},
      element('summary', {}, 'Watch the profile by API'),
      element('pre', {}, watch),
    ),
  );
  return {
    root,
    strip,
    showPerson(userId) {
      const { musterUrl, projectId } = config;
      const url = `${musterUrl}/api/projects/${projectId}/users/${userId}`;
      watch.textContent = userId
        ? `curl -s ${url} -H "x-api-key: $KEY"\ncurl -s ${url}/events -H "x-api-key: $KEY"`
        : 'Log in above: a person with a user id is found by it.';
    },
  };
}

function showSegment({ name, emoji, label, rule }: DemoConfig['segments'][number]): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: 'badge', title: label }, emoji),
    element(
      'span',
      { class: 'words' },
      element('strong', {}, name.replace('Demo: ', '')),
      element('small', {}, rule),
    ),
    element('span', { class: 'state' }, '…'),
  );
}

function showSaid({ text, at }: Said): HTMLElement {
  return element(
    'li',
    {},
    element('time', {}, at.toLocaleTimeString('en-GB')),
    element('code', {}, text),
  );
}
