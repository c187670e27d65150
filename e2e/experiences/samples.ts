import type { ShownExperience, ShownStep } from '@muster/protocol';

type Theme = ShownExperience['theme'];
type Question = NonNullable<ShownStep['question']>;

const theme: Theme = {
  accent: '#4f46e5',
  background: null,
  text: null,
  radius: 12,
  position: 'bottom-right',
  mode: 'auto',
};

/** A step with nothing in it but what is said. */
export function makeStep(id: string, change: Partial<ShownStep> = {}): ShownStep {
  return { id, title: '', body: [], buttons: [], ...change };
}

/** A step that asks. */
export function ask(id: string, title: string, question: Question): ShownStep {
  return makeStep(id, { title, question });
}

type Change = Partial<Omit<ShownExperience, 'theme'>> & { theme?: Partial<Theme> };

function make(type: ShownExperience['type'], steps: ShownStep[], change: Change): ShownExperience {
  const base = { id: type, type, version: 1, showOn: { type: 'open' as const }, steps };
  return { ...base, ...change, theme: { ...theme, ...change.theme } };
}

export const question: Record<string, Question> = {
  nps: { kind: 'nps', required: true, lowLabel: 'Not at all', highLabel: 'Very likely' },
  stars: { kind: 'scale', required: true, low: 1, high: 5, look: 'stars' },
  smileys: { kind: 'scale', required: false, low: 1, high: 5, look: 'smileys' },
  numbers: { kind: 'scale', required: true, low: 0, high: 7, look: 'numbers' },
  slider: { kind: 'slider', required: true, low: 0, high: 40, step: 1, lowLabel: '0 h' },
  single: { kind: 'single', required: true, choices: ['Engineering', 'Design', 'Other'] },
  multiple: { kind: 'multiple', required: false, choices: ['Segments', 'Tours', 'Surveys'] },
  text: { kind: 'text', required: true, placeholder: 'Tell us' },
};

/** A survey that asks every kind of question and thanks at the end. */
export function makeSurvey(change: Change = {}): ShownExperience {
  const asked = Object.entries(question).map(([id, each]) => ask(id, `About ${id}?`, each));
  const thanks = makeStep('thanks', { title: 'Thanks a lot', body: [['p', ['See you soon.']]] });
  return make('survey', [...asked, thanks], change);
}

/** A tour of a card, an anchored step at `#cart` and a last card. */
export function makeTour(change: Change = {}): ShownExperience {
  const anchor = { selector: '#cart', placement: 'auto', missing: 'wait' } as const;
  const steps = [
    makeStep('hello', { title: 'Welcome', body: [['p', ['It takes ', ['strong', ['a minute']]]]] }),
    makeStep('cart', { title: 'Your cart', anchor }),
    makeStep('end', { title: 'That was all' }),
  ];
  return make('tour', steps, change);
}

export function makeBanner(change: Change = {}): ShownExperience {
  const buttons: ShownStep['buttons'] = [
    { label: 'Read more', style: 'primary', action: 'link', url: '/more', newTab: true },
    { label: 'Not now', style: 'secondary', action: 'dismiss' },
  ];
  const body: ShownStep['body'] = [['p', ['See ', ['a', ['the prices'], 'https://shop.test/p']]]];
  return make('banner', [makeStep('one', { title: 'A sale', body, buttons })], {
    ...change,
    theme: { position: 'top', ...change.theme },
  });
}

/** A hint at `#cart` in two steps. */
export function makeHint(change: Change = {}): ShownExperience {
  const anchor = { selector: '#cart', placement: 'auto', missing: 'wait' } as const;
  const next: ShownStep['buttons'] = [{ label: 'Next', style: 'primary', action: 'next' }];
  const steps = [
    makeStep('one', { title: 'New here', body: [['p', ['Look.']]], anchor, buttons: next }),
    makeStep('two', { title: 'And here', anchor }),
  ];
  return make('hint', steps, change);
}

/** Items: one that is done, one by hand, one by an event. */
export function makeChecklist(change: Change = {}): ShownExperience {
  const steps = [
    makeStep('account', { title: 'Make an account', isDone: true }),
    makeStep('plan', { title: 'Choose a plan', body: [['p', ['Any will do.']]], byHand: true }),
    makeStep('invite', { title: 'Invite somebody', body: [['p', ['By mail.']]] }),
  ];
  return make('checklist', steps, change);
}

/** Two posts, of which the older one has been read. */
export function makePosts(change: Change = {}): ShownExperience[] {
  const day = 24 * 60 * 60 * 1000;
  const post = (id: string, title: string, more: Change) =>
    make('post', [makeStep('only', { title, body: [['p', ['Text of it']]] })], {
      ...change,
      ...more,
      id,
    });
  return [
    post('old', 'An older post', { publishedAt: 1_700_000_000_000, isRead: true }),
    post('new', 'The newest post', { publishedAt: 1_700_000_000_000 + day, isRead: false }),
  ];
}

export function makeCenter(change: Change = {}): ShownExperience {
  const buttons: ShownStep['buttons'] = [
    { label: 'Take the tour', style: 'secondary', action: 'experience', experienceId: 'tour' },
  ];
  const steps = [
    makeStep('start', { title: 'Getting started', body: [['p', ['Read this.']]], buttons }),
    makeStep('more', {
      title: 'Ask us',
      body: [
        [
          'ul',
          [
            ['li', ['by mail']],
            ['li', ['by phone']],
          ],
        ],
        ['pre', [['code', ['npm install a-rather-long-name-of-a-package-that-is-wide']]]],
      ],
    }),
  ];
  return make('resourceCenter', steps, change);
}
