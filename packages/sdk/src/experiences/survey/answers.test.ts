import { describe, expect, it } from 'vitest';
import { wordsOf } from '../kit/words.ts';
import { countCharacters, isSameAnswer, refuseAnswer } from './answers.ts';

const words = wordsOf('en');

describe('countCharacters', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['🎉🎉', 2],
    ['e\u0301', 2],
    ['\ud83c', 1],
    ['a\ud83c', 2],
  ])('counts the code points of %o', (text, count) => {
    expect(countCharacters(text)).toBe(count);
  });
});

describe('refuseAnswer', () => {
  const text = { kind: 'text', required: true } as const;

  it('asks for what is required only', () => {
    expect(refuseAnswer(text, undefined, words)).toBe('Please write an answer.');
    expect(refuseAnswer({ ...text, required: false }, undefined, words)).toBeUndefined();
    const nps = { kind: 'nps', required: true } as const;
    expect(refuseAnswer(nps, undefined, words)).toBe('Please choose an answer.');
    expect(refuseAnswer(nps, 0, words)).toBeUndefined();
  });

  it('takes 700 code points and no more', () => {
    expect(refuseAnswer(text, '🎉'.repeat(700), words)).toBeUndefined();
    expect(refuseAnswer(text, '🎉'.repeat(702), words)).toBe('2 characters too many.');
  });
});

it('compares answers by what they say', () => {
  expect(isSameAnswer(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(isSameAnswer(['a', 'b'], ['a'])).toBe(false);
  expect(isSameAnswer(['a'], 'a')).toBe(false);
  expect(isSameAnswer(5, 5)).toBe(true);
  expect(isSameAnswer('5', 5)).toBe(false);
  expect(isSameAnswer(undefined, ['a'])).toBe(false);
});
