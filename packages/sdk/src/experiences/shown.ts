// An experience as the server sends it. The protocol says the same (shown-experience.ts); a test
// compares the two.

/** A piece of formatted text: a text, or a name, what is in it, and of `a` and `img` an address. */
export type TextNode = string | [name: TextNodeName, children: TextNode[], address?: string];

/** What a piece of text may be. */
export type TextNodeName =
  | 'p'
  | 'h'
  | 'ul'
  | 'ol'
  | 'li'
  | 'quote'
  | 'pre'
  | 'code'
  | 'strong'
  | 'em'
  | 'del'
  | 'a'
  | 'img'
  | 'br'
  | 'hr';

/** How it looks; colours are `#rrggbb`, `null` is the mode's own. */
export interface Theme {
  accent: string;
  background: string | null;
  text: string | null;
  /** Of corners, in pixels. */
  radius: number;
  position: 'center' | 'top' | 'bottom' | 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
  mode: 'light' | 'dark' | 'auto';
  /** Of what is opened by a launcher. */
  heading?: string | undefined;
}

/** A button of a step. */
export interface StepButton {
  label: string;
  style: 'primary' | 'secondary';
  action: 'next' | 'back' | 'dismiss' | 'complete' | 'link' | 'experience';
  url?: string | undefined;
  newTab?: boolean | undefined;
  experienceId?: string | undefined;
}

interface Labels {
  lowLabel?: string | undefined;
  highLabel?: string | undefined;
}

/** What is asked; the answer is a number, a text, or (multiple) a list of the chosen texts. */
export type Question = { required: boolean } & (
  | ({ kind: 'nps' } & Labels)
  | ({
      kind: 'scale';
      low: number;
      high: number;
      look: 'numbers' | 'stars' | 'smileys';
    } & Labels)
  | ({ kind: 'slider'; low: number; high: number; step: number } & Labels)
  | { kind: 'single' | 'multiple'; choices: string[] }
  | { kind: 'text'; placeholder?: string | undefined }
);

/** The element of the page that a step stands at. */
export interface Anchor {
  /** A CSS selector. */
  selector: string;
  placement: 'auto' | 'top' | 'right' | 'bottom' | 'left';
  /** When the page has no such element. */
  missing: 'skip' | 'wait' | 'center';
}

/** A step, its variables filled in. */
export interface ShownStep {
  id: string;
  title: string;
  body: TextNode[];
  image?: { url: string; alt: string } | undefined;
  buttons: StepButton[];
  question?: Question | undefined;
  anchor?: Anchor | undefined;
  /** Of an item of a checklist. */
  isDone?: boolean | undefined;
  /** Of an item of a checklist: no event says that it is done, the person does. */
  byHand?: boolean | undefined;
}

/** What an experience is. */
export type ExperienceType =
  | 'tour'
  | 'survey'
  | 'banner'
  | 'hint'
  | 'checklist'
  | 'post'
  | 'resourceCenter';

/** Not shown: says where the no-code events are that the page is to look for. */
export interface TrackerItem {
  type: 'tracker';
  /** Another one, other definitions. */
  stamp: string;
  /** Below `/sdk/`. */
  path: string;
}

/** Not shown: a member has opened this page from the dashboard, to pick what counts. */
export interface PickerItem {
  type: 'picker';
  dashboardOrigin: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** For one person; nothing is left to decide but the moment. */
export interface ShownExperience {
  id: string;
  type: ExperienceType;
  version: number;
  theme: Theme;
  showOn: {
    type: 'open' | 'event' | 'leave' | 'manual' | 'url';
    delaySeconds?: number | undefined;
    source?: string | undefined;
    name?: string | undefined;
  };
  /** Whether the server is asked before it is shown. */
  needsClaim?: boolean | undefined;
  /** Of a post. */
  isRead?: boolean | undefined;
  /** Of a post, milliseconds since 1970. */
  publishedAt?: number | undefined;
  steps: ShownStep[];
}
