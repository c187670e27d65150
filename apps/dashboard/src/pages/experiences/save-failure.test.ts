import { describe, expect, it } from 'vitest';
import { emptyStep } from './content/step-edits.ts';
import type { ExperienceContent } from './experience-editor.ts';
import { describePath, errorAt, listStanding, type SaveFailure } from './save-failure.ts';

const steps = ['a', 'b'].map((id) => emptyStep('tour', id));
const sent = { name: '', steps, theme: {}, target: {} } as unknown as ExperienceContent;
const failure: SaveFailure = {
  tried: 'save',
  sent,
  errors: [
    { path: 'name', message: 'No name.' },
    { path: 'steps[1].title', message: 'No title.' },
  ],
};

describe('What a save found wrong', () => {
  it('stands at its field', () => {
    expect(errorAt(failure, sent, 'name')).toBe('No name.');
    expect(errorAt(failure, sent, 'steps[1].title')).toBe('No title.');
    expect(errorAt(failure, sent, 'steps[0].title')).toBeUndefined();
  });

  it('goes with the step that is moved', () => {
    const moved = { ...sent, steps: steps.toReversed() };
    expect(errorAt(failure, moved, 'steps[0].title')).toBe('No title.');
    expect(errorAt(failure, moved, 'steps[1].title')).toBeUndefined();
    expect(listStanding(failure, moved)).toContainEqual({
      path: 'steps[0].title',
      message: 'No title.',
    });
  });

  it('is gone once it is changed, or its step is', () => {
    const renamed = { ...sent, name: 'A', steps: steps.slice(0, 1) };
    expect(listStanding(failure, renamed)).toEqual([]);
  });

  it.each([
    ['name', 'Name'],
    ['steps[1].title', 'Step 2, title'],
    ['steps[0].buttons[1].url', 'Step 1, button 2, url'],
    ['target.when.end', 'Target, when, end'],
  ])('has a path in words: %s', (path, words) => {
    expect(describePath(path)).toBe(words);
  });
});
