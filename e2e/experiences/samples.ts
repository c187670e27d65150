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
