import type { ImportBody, ImportChange } from '@muster/protocol';
import { expect, test } from 'vitest';
import { ApiProblem } from '../../../api/problem.ts';
import { createDraftSaver } from './draft-saver.ts';

interface Request {
  change: ImportChange;
  answer: (draft: ImportBody) => void;
  refuse: (error: unknown) => void;
}

function setUp() {
  const requests: Request[] = [];
  const saved: ImportBody[] = [];
  const timers: (() => void)[] = [];
  const saver = createDraftSaver({
    send: (change) =>
      new Promise((answer, refuse) => {
        requests.push({ change, answer, refuse });
      }),
    onSaved: (draft) => saved.push(draft),
    later: (run) => timers.push(run),
  });
  const wait = () => {
    for (const run of timers.splice(0)) run();
  };
  return { saver, requests, saved, wait };
}

const draft = { id: 'import' } as ImportBody;
const refused = new ApiProblem(422, { code: 'invalid_import', detail: 'No such column.' });
const skip = { type: 'skip' } as const;

/** The request, which must have been made. */
function at(requests: readonly Request[], index: number): Request {
  const request = requests[index];
  if (!request) throw new Error(`No request ${index}.`);
  return request;
}

/** Lets whatever waits for nothing but a promise go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

test('Choices made in a row are one request', async () => {
  const { saver, requests, saved, wait } = setUp();
  saver.change({ name: 'a' });
  saver.change({ name: 'ab', options: { createUsers: false } });
  saver.change({ options: { blanks: 'clear' } });
  expect(requests).toHaveLength(0);
  wait();
  await settle();
  expect(requests.map(({ change }) => change)).toEqual([
    { name: 'ab', options: { createUsers: false, blanks: 'clear' } },
  ]);
  at(requests, 0).answer(draft);
  await settle();
  expect(saved).toEqual([draft]);
  expect(saver.state()).toEqual({ pending: {}, refusal: undefined });
});

test('What is chosen while a request is on its way stays, and goes with the next', async () => {
  const { saver, requests } = setUp();
  saver.change({ mapping: [{ column: 1, to: skip }] });
  const first = saver.flush();
  await settle();
  saver.change({ mapping: [{ column: 2, to: skip }] });
  const second = saver.flush();
  await settle();
  expect(requests).toHaveLength(1);
  expect(saver.state().pending.mapping).toHaveLength(2);
  at(requests, 0).answer(draft);
  expect(await first).toBe(true);
  await settle();
  expect(at(requests, 1).change).toEqual({ mapping: [{ column: 2, to: skip }] });
  at(requests, 1).answer(draft);
  expect(await second).toBe(true);
  expect(saver.state().pending).toEqual({});
});

test('What was refused stays chosen, and is sent again with what mends it', async () => {
  const { saver, requests, saved } = setUp();
  saver.change({ name: '', description: 'kept' });
  const first = saver.flush();
  await settle();
  at(requests, 0).refuse(refused);
  expect(await first).toBe(false);
  expect(saver.state()).toEqual({
    pending: { name: '', description: 'kept' },
    refusal: { problem: refused, change: { name: '', description: 'kept' } },
  });
  saver.change({ name: 'mended' });
  expect(saver.state().refusal).toBeUndefined();
  const second = saver.flush();
  await settle();
  expect(at(requests, 1).change).toEqual({ name: 'mended', description: 'kept' });
  at(requests, 1).answer(draft);
  expect(await second).toBe(true);
  expect(saved).toEqual([draft]);
});

test('What was chosen after a refused request holds against it', async () => {
  const { saver, requests } = setUp();
  saver.change({ name: 'first' });
  void saver.flush();
  await settle();
  saver.change({ name: 'second' });
  at(requests, 0).refuse(refused);
  await settle();
  expect(saver.state().pending).toEqual({ name: 'second' });
});

test('Nothing chosen is nothing sent', async () => {
  const { saver, requests } = setUp();
  expect(await saver.flush()).toBe(true);
  expect(requests).toHaveLength(0);
});

test('A fault of our own is not taken for a refusal', async () => {
  const { saver, requests } = setUp();
  saver.change({ name: 'a' });
  const flushed = saver.flush();
  await settle();
  at(requests, 0).refuse(new TypeError('a bug'));
  await expect(flushed).rejects.toThrow('a bug');
});
