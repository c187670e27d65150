import { describe, expect, it } from 'vitest';
import { duplicateStep, emptyStep, moveStep, nameStep, nudgeStep } from './step-edits.ts';

const steps = ['a', 'b', 'c'].map((id) => emptyStep('tour', id));
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).join('');

describe('Steps', () => {
  it.each([
    ['a', 0, 'abc'],
    ['a', 1, 'abc'],
    ['a', 2, 'bac'],
    ['a', 3, 'bca'],
    ['c', 0, 'cab'],
    ['b', 3, 'acb'],
    ['c', 4, 'abc'],
    ['none', 0, 'abc'],
  ])('move %s to %d: %s', (id, to, expected) => {
    expect(ids(moveStep(steps, id, to))).toBe(expected);
  });

  it.each([
    ['a', -1, 'abc'],
    ['a', 1, 'bac'],
    ['b', -1, 'bac'],
    ['c', 1, 'abc'],
  ] as const)('nudge %s by %d: %s', (id, by, expected) => {
    expect(ids(nudgeStep(steps, id, by))).toBe(expected);
  });

  it('are copied behind themselves', () => {
    expect(ids(duplicateStep(steps, 'b', 'B'))).toBe('abBc');
  });

  it('are called by title, text or number', () => {
    const step = emptyStep('tour', 'a');
    expect(nameStep({ ...step, title: ' Hi ', body: 'x' }, 0, 'Step')).toBe('Hi');
    expect(nameStep({ ...step, body: '**Bold** line\nsecond' }, 0, 'Step')).toBe('Bold line');
    expect(nameStep(step, 1, 'Item')).toBe('Item 2');
  });
});
