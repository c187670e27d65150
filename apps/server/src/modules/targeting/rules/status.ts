import type { Rule } from '../visit.ts';

/** Drafts and what is paused are shown to nobody. */
export const status: Rule = {
  passes: (experience) => experience.status === 'live',
  explain(experience) {
    const { status: value } = experience;
    return { reason: value === 'live' ? 'It is live.' : `It is ${words[value]}.`, value };
  },
};

const words = { draft: 'a draft', paused: 'paused' };
