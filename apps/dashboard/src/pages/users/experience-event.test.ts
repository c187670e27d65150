import { expect, test } from 'vitest';
import { readExperienceEvent } from './experience-event.ts';

const names = {
  segment: () => undefined,
  import: () => undefined,
  experience: (id: string) => (id === 'a' ? 'How happy?' : undefined),
  step: (_: string, id: string) => (id === 'nps' ? 'How likely?' : undefined),
};
const read = (name: string, properties: Record<string, string | number>, source = 'app') =>
  readExperienceEvent({ source: source as 'app', name, properties }, names);

test('What somebody did with an experience is said by name', () => {
  expect(read('experience answered', { experienceId: 'a', stepId: 'nps', value: 9 })).toEqual({
    what: 'Answered How happy?',
    step: 'How likely?',
    value: 9,
  });
  expect(read('experience seen', { experienceId: 'gone', stepId: 'old' })).toEqual({
    what: 'Saw an experience that is gone',
    step: 'old',
    value: undefined,
  });
});

test('An event of the same name from elsewhere is not', () => {
  expect(read('experience seen', { experienceId: 'a' }, 'api')).toBeUndefined();
  expect(read('experience seen', {})).toBeUndefined();
  expect(read('purchase', { experienceId: 'a' })).toBeUndefined();
});
