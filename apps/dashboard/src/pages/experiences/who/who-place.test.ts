import type { ExperienceBody } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import {
  type ExperienceAction,
  isDirty,
  openEditor,
  reduceExperience,
  whoAt,
  whyNotSaved,
} from '../experience-editor.ts';
import { placeOfStep } from './who-place.ts';

const experience = {
  name: 'Help',
  version: 1,
  steps: [{ id: 'links', title: '', body: '', buttons: [] }],
  theme: {},
  target: {
    showOn: { type: 'open', delaySeconds: 0 },
    where: { devices: ['desktop'], match: 'any', urls: [] },
    who: { type: 'segments', segmentIds: ['a'] },
    when: {},
  },
} as unknown as ExperienceBody;

const block = placeOfStep('links');
const opened = openEditor(experience);
const after = (...actions: ExperienceAction[]) => actions.reduce(reduceExperience, opened);

describe('The Whos of an experience', () => {
  it('are in the draft once they are applied, each at its place', () => {
    const editor = after(
      { type: 'who', place: 'target', action: { type: 'choose', who: 'everyone' } },
      { type: 'who', place: block, action: { type: 'segments', segmentIds: ['b'] } },
    );
    expect(editor.draft.target.who).toEqual({ type: 'everyone' });
    expect(editor.draft.steps[0]?.who).toEqual({ type: 'segments', segmentIds: ['b'] });
    expect(whyNotSaved(editor)).toBeUndefined();
  });

  it('leave a block as it was when it is for everyone again', () => {
    const editor = after(
      { type: 'who', place: block, action: { type: 'segments', segmentIds: ['b'] } },
      { type: 'who', place: block, action: { type: 'choose', who: 'everyone' } },
    );
    expect(isDirty(editor)).toBe(false);
  });

  it('hold back Save while one is not applied, and count as a change', () => {
    const editor = after({
      type: 'who',
      place: block,
      action: { type: 'choose', who: 'conditions' },
    });
    expect(isDirty(editor)).toBe(true);
    expect(whyNotSaved(editor)).toBe('Add a condition.');
    expect(editor.draft).toEqual(opened.draft);
  });

  it('are no longer asked about when their block is gone', () => {
    const editor = after(
      { type: 'who', place: block, action: { type: 'choose', who: 'conditions' } },
      { type: 'restep', steps: [] },
    );
    expect(whyNotSaved(editor)).toBeUndefined();
  });

  it('become what somebody else saved meanwhile', () => {
    const theirs = { ...opened.base, target: { ...opened.base.target, who: { type: 'everyone' } } };
    const editor = after(
      { type: 'who', place: 'target', action: { type: 'choose', who: 'conditions' } },
      { type: 'rebase', from: opened.base, theirs: theirs as never, version: 2 },
    );
    expect(whoAt(editor, 'target').type).toBe('everyone');
  });
});
