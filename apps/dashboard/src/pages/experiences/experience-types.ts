import type { ExperienceType } from '@muster/protocol';
import {
  LifeBuoy,
  Lightbulb,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestionMark,
  Newspaper,
  PanelTop,
  Route,
} from 'lucide-react';

interface TypeLook {
  label: string;
  Icon: LucideIcon;
  /** OKLCH degrees. */
  hue: number;
  /** What it is for, in one sentence. */
  about: string;
  /** What its steps are called. */
  part: string;
}

/** The types of experiences as they are shown, in the order in which they are offered. */
export const typeLooks: Readonly<Record<ExperienceType, TypeLook>> = {
  tour: {
    label: 'Tour',
    Icon: Route,
    hue: 258,
    about: 'Leads people through the page, step by step, beside the elements it speaks of.',
    part: 'Step',
  },
  survey: {
    label: 'Survey',
    Icon: MessageCircleQuestionMark,
    hue: 152,
    about: 'Asks a question or several. Answers are in conditions at once.',
    part: 'Question',
  },
  banner: {
    label: 'Banner',
    Icon: PanelTop,
    hue: 34,
    about: 'A line along the top or bottom of the page, until it is closed.',
    part: 'Step',
  },
  hint: {
    label: 'Hint',
    Icon: Lightbulb,
    hue: 82,
    about: 'A small beacon on an element that opens a note when it is wanted.',
    part: 'Hint',
  },
  checklist: {
    label: 'Checklist',
    Icon: ListChecks,
    hue: 205,
    about: 'Things to do, ticked off by themselves as people do them.',
    part: 'Item',
  },
  post: {
    label: 'Changelog post',
    Icon: Newspaper,
    hue: 312,
    about: 'News in the feed of what is new, with a count of what is not read yet.',
    part: 'Section',
  },
  resourceCenter: {
    label: 'Resource center',
    Icon: LifeBuoy,
    hue: 236,
    about: 'Help behind one button: blocks of links, tours and answers, each for its own people.',
    part: 'Block',
  },
};

/** Every type, in the order in which they are offered. */
export function listTypes(): ExperienceType[] {
  return Object.keys(typeLooks) as ExperienceType[];
}
