import type { ExperienceStepBody, ExperienceType, NewExperience } from '@muster/protocol';

type Step = Partial<ExperienceStepBody> & Pick<ExperienceStepBody, 'title'>;
type Position = NonNullable<NewExperience['theme']>['position'];

interface Starter {
  name: string;
  position: Position;
  steps: readonly Step[];
}

const got = { label: 'Got it', style: 'primary', action: 'complete' } as const;

// What a new experience begins with: an example to write over.
const starters: Readonly<Record<ExperienceType, Starter>> = {
  tour: {
    name: 'New tour',
    position: 'center',
    steps: [
      {
        title: 'Welcome, {name | there}',
        body: 'This takes a minute, and shows you where things are.',
        buttons: [
          { label: 'Show me', style: 'primary', action: 'next' },
          { label: 'Not now', style: 'secondary', action: 'dismiss' },
        ],
      },
      {
        title: 'Everything begins here',
        body: 'Say what this part of the page is **for**.',
        buttons: [
          { label: 'Next', style: 'primary', action: 'next' },
          { label: 'Back', style: 'secondary', action: 'back' },
        ],
      },
      { title: 'That is all', body: 'You can go on by yourself now.', buttons: [got] },
    ],
  },
  survey: {
    name: 'New survey',
    position: 'bottom-right',
    steps: [
      {
        title: 'How likely are you to recommend us to a colleague?',
        question: {
          kind: 'nps',
          required: true,
          lowLabel: 'Not at all likely',
          highLabel: 'Very likely',
        },
      },
      {
        title: 'What is the main reason?',
        question: { kind: 'text', required: false, placeholder: 'In a few words' },
      },
      { title: 'Thank you!', body: 'We read every answer.' },
    ],
  },
  banner: {
    name: 'New banner',
    position: 'top',
    steps: [
      {
        title: '',
        body: '**Something new is here.** Say in one sentence what it does for them.',
        buttons: [{ label: 'Read more', style: 'primary', action: 'link', url: '/' }],
      },
    ],
  },
  hint: {
    name: 'New hint',
    position: 'bottom-right',
    steps: [
      {
        title: 'Did you know?',
        body: 'Say what this can do that nobody would guess.',
        buttons: [got],
        anchor: { selector: 'h1', placement: 'auto', missing: 'wait' },
      },
    ],
  },
  checklist: {
    name: 'Getting started',
    position: 'bottom-right',
    steps: [
      { title: 'Complete your profile', body: 'So that colleagues recognise you.' },
      { title: 'Invite a colleague', body: 'It is more fun together.' },
      { title: 'Create your first project', body: '' },
    ],
  },
  post: {
    name: 'New post',
    position: 'bottom-right',
    steps: [
      {
        title: 'What is new',
        body: 'Say what changed, and what it does for them:\n\n- the first thing\n- the second thing',
      },
    ],
  },
  resourceCenter: {
    name: 'Help',
    position: 'bottom-right',
    steps: [
      {
        title: 'Read the docs',
        body: 'How everything works.',
        buttons: [{ label: 'Open', style: 'primary', action: 'link', url: '/', newTab: true }],
      },
      {
        title: 'Write to us',
        body: 'We answer within a day.',
        buttons: [
          {
            label: 'Send an email',
            style: 'primary',
            action: 'link',
            url: 'mailto:help@example.com',
          },
        ],
      },
    ],
  },
};

/** A new experience of a type with content to begin with; `newId` gives each step its own. */
export function startExperience(type: ExperienceType, newId: () => string): NewExperience {
  const { name, position, steps } = starters[type];
  return {
    name,
    type,
    theme: { position },
    steps: steps.map((step) => ({ id: newId(), ...step })),
  } as NewExperience;
}
