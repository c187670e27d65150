import { expect, test } from 'vitest';
import { createConnectionStore } from './connection-store.ts';

function setUp(answers: boolean[]) {
  const waiting: (() => void)[] = [];
  let returns = 0;
  const store = createConnectionStore({
    probe: async () => answers.shift() ?? true,
    later: (run) => waiting.push(run),
    onReturn: () => {
      returns += 1;
    },
  });
  return {
    store,
    waiting,
    returns: () => returns,
    /** Lets the time to the next probe pass, and the probe end. */
    pass: async () => {
      waiting.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('a server that is away is asked until it answers', async () => {
  const { store, returns, pass } = setUp([false, false, true]);
  store.reportUnreachable();
  await pass();
  await pass();
  expect([store.current(), returns()]).toEqual(['down', 0]);
  await pass();
  expect([store.current(), returns()]).toEqual(['up', 1]);
});

test('many failed calls begin one series of questions', () => {
  const { store, waiting } = setUp([]);
  store.reportUnreachable();
  store.reportUnreachable();
  expect(waiting).toHaveLength(1);
});

test('whoever listens hears of both changes', async () => {
  const { store, pass } = setUp([true]);
  const heard: string[] = [];
  const stop = store.subscribe(() => heard.push(store.current()));
  store.reportUnreachable();
  await pass();
  stop();
  store.reportUnreachable();
  expect(heard).toEqual(['down', 'up']);
});
