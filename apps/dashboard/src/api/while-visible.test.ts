import { expect, test } from 'vitest';
import { whileVisible } from './while-visible.ts';

test('what runs while the page is in sight rests while it is not', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const show = (state: 'visible' | 'hidden') => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const said: string[] = [];
  const end = whileVisible(page as unknown as Document, () => {
    said.push('start');
    return () => said.push('stop');
  });
  show('visible');
  expect(said).toEqual(['start']);
  show('hidden');
  show('hidden');
  expect(said).toEqual(['start', 'stop']);
  show('visible');
  expect(said).toEqual(['start', 'stop', 'start']);
  end();
  show('hidden');
  show('visible');
  expect(said).toEqual(['start', 'stop', 'start', 'stop']);
});

test('a page that is opened out of sight waits until it is seen', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  let starts = 0;
  const end = whileVisible(page as unknown as Document, () => {
    starts += 1;
    return () => {};
  });
  expect(starts).toBe(0);
  end();
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  expect(starts).toBe(0);
});
