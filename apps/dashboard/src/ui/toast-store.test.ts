import { expect, test } from 'vitest';
import { createToastStore } from './toast-store.ts';

function setUp() {
  const waiting: { run: () => void; afterMs: number }[] = [];
  const store = createToastStore((run, afterMs) => waiting.push({ run, afterMs }));
  return { store, waiting, texts: () => store.list().map(({ text }) => text) };
}

test('a message goes by itself', () => {
  const { store, waiting, texts } = setUp();
  store.show({ text: 'Saved.' });
  expect(texts()).toEqual(['Saved.']);
  waiting[0]?.run();
  expect(texts()).toEqual([]);
});

test('one that can be acted on, or an error, stays longer', () => {
  const { store, waiting } = setUp();
  store.show({ text: 'Saved.' });
  store.show({ text: 'Deleted.', action: { label: 'Undo', run: () => {} } });
  store.show({ text: 'Failed.', tone: 'bad' });
  const [plain = 0, action = 0, bad = 0] = waiting.map(({ afterMs }) => afterMs);
  expect([action > plain, bad > plain]).toEqual([true, true]);
});

test('no more than three are shown, the newest last', () => {
  const { store, texts } = setUp();
  for (const text of ['1', '2', '3', '4']) store.show({ text });
  expect(texts()).toEqual(['2', '3', '4']);
});

test('one is dismissed, and the others stay', () => {
  const { store, texts } = setUp();
  const id = store.show({ text: '1' });
  store.show({ text: '2' });
  store.dismiss(id);
  expect(texts()).toEqual(['2']);
});
