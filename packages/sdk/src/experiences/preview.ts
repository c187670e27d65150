// Shows experiences without a server, in a frame: the frame's parent says which.
import { each } from '../lists.ts';
import { loadRenderer } from './load-renderer.ts';
import type { Rendered, Showing } from './showing.ts';
import type { ShownExperience } from './shown.ts';

/** What the parent sends: what is shown from now on, and what is done with it. */
interface PreviewMessage {
  muster: 'preview';
  experiences: ShownExperience[];
  language?: string;
  /** Also what waits to be opened is open, e.g. a checklist. */
  isOpen?: boolean;
}

const present: Record<string, Rendered | undefined> = {};
let isOpen = false;
let language = 'en';
/** One after the other: what is loading must not be overtaken. */
let work: Promise<void> = Promise.resolve();

/** Posts stand in one widget, all others for themselves. */
const slotOf = (experience: ShownExperience) =>
  experience.type === 'post' ? 'post' : experience.id;

const tell = (message: object) => parent.postMessage({ muster: 'previewed', ...message }, '*');

function createShowing(slot: string): Showing {
  return {
    page: window,
    language: () => language,
    report: (action, experience, stepId, value) =>
      tell({ action, experienceId: experience.id, stepId, value }),
    start: (experienceId) => tell({ action: 'start', experienceId }),
    opened: () => undefined,
    end() {
      present[slot] = undefined;
      tell({ action: 'end' });
    },
  };
}

async function show(message: PreviewMessage): Promise<void> {
  language = message.language || language;
  isOpen = message.isOpen === true;
  const slots: Record<string, ShownExperience[]> = {};
  each(message.experiences, (experience) => {
    const slot = slotOf(experience);
    slots[slot] = (slots[slot] || []).concat(experience);
  });
  each(Object.keys(present), (slot) => {
    if (slots[slot]) return;
    present[slot]?.remove();
    present[slot] = undefined;
  });
  for (const slot in slots) await showSlot(slot, slots[slot] || []);
}

async function showSlot(slot: string, experiences: ShownExperience[]): Promise<void> {
  const type = experiences[0]?.type;
  const there = present[slot];
  if (there) {
    there.update(experiences);
    return;
  }
  const render = type && (await loadRenderer(type));
  if (!render) return;
  const rendered = render(experiences, createShowing(slot));
  present[slot] = rendered;
  if (isOpen) rendered.command?.('open');
}

// What is shown takes the keyboard, but not from who types outside the frame: a key that is pressed before it
// could be given back would be lost.
const { focus } = HTMLElement.prototype;
let hasKeyboard = document.hasFocus();
addEventListener('focus', () => {
  hasKeyboard = true;
});
addEventListener('blur', () => {
  hasKeyboard = false;
});
HTMLElement.prototype.focus = function focusWithin(options) {
  if (hasKeyboard) focus.call(this, options);
};

addEventListener('message', ({ source, data }: MessageEvent<PreviewMessage>) => {
  if (source !== parent || data?.muster !== 'preview') return;
  work = work
    .then(() => show(data))
    .then(() => tell({ action: 'shown' }))
    .catch((error: unknown) => tell({ action: 'failed', message: `${error}` }));
});
tell({ action: 'ready' });
