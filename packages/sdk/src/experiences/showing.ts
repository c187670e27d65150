import type { ShownExperience } from './shown.ts';

/** What a renderer reports; of steps after the first, `seen` becomes `stepSeen`. */
export type Action = 'seen' | 'completed' | 'dismissed' | 'answered';

/** What was answered: a number, a text, or the chosen texts. */
export type Answer = number | string | readonly string[];

/** What the runtime does for a renderer. */
export interface Showing {
  page: Window & typeof globalThis;
  /** The language that things are shown in, e.g. `en-GB`. */
  language: () => string;
  /** Says what happened. `seen` may be said whenever a step comes into view: it counts once. */
  report: (action: Action, experience: ShownExperience, stepId?: string, value?: Answer) => void;
  /** A button starts another experience. */
  start: (experienceId: string) => void;
  /** The list of posts has been opened. */
  opened: () => void;
  /** It is closed: what waits may be shown. */
  end: () => void;
}

/** Something in the page. */
export interface Rendered {
  /** The same, as the server has it now: edited while it is open, or as it was. */
  update: (experiences: readonly ShownExperience[]) => void;
  /** Takes it off the page at once; reports nothing. */
  remove: () => void;
  /** Of a changelog widget and a resource center: what the page asks of it. */
  command?: (method: 'open' | 'close' | 'show' | 'hide') => void;
}

/** Puts experiences of its type into the page: one, or of posts all, in one widget. */
export type Renderer = (experiences: readonly ShownExperience[], showing: Showing) => Rendered;
