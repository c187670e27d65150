import { expect, test } from 'vitest';
import { collectMessages } from '../../src/modules/intake/collect-messages.ts';

function collect() {
  const sent: { messages: readonly string[]; transferred: ArrayBuffer[] }[] = [];
  const deferred: (() => void)[] = [];
  const collector = collectMessages<string>(
    (messages, transferred) => sent.push({ messages, transferred }),
    (flush) => deferred.push(flush),
  );
  return { sent, deferred, ...collector };
}

test('what is said before it is sent goes together, in its order, with all that is transferred', () => {
  const { say, sent, deferred } = collect();
  const [one, other] = [new ArrayBuffer(1), new ArrayBuffer(2)];
  say('a', [one]);
  say('b');
  say('c', [other]);
  expect(sent).toEqual([]);
  deferred[0]?.();
  say('d');
  deferred[1]?.();
  expect(sent).toEqual([
    { messages: ['a', 'b', 'c'], transferred: [one, other] },
    { messages: ['d'], transferred: [] },
  ]);
  expect(deferred).toHaveLength(2);
});

test('what cannot wait takes along what was said before, and nothing is sent twice or empty', () => {
  const { say, flush, sent, deferred } = collect();
  say('a');
  say('now');
  flush();
  flush();
  deferred[0]?.();
  say('later');
  expect(sent.map(({ messages }) => messages)).toEqual([['a', 'now']]);
  deferred[1]?.();
  expect(sent.map(({ messages }) => messages)).toEqual([['a', 'now'], ['later']]);
});

test('what is said while it is sent goes next', () => {
  const deferred: (() => void)[] = [];
  const sent: (readonly string[])[] = [];
  const { say } = collectMessages<string>(
    (messages) => {
      sent.push(messages);
      if (messages.includes('a')) say('answer');
    },
    (flush) => deferred.push(flush),
  );
  say('a');
  deferred.shift()?.();
  deferred.shift()?.();
  expect(sent).toEqual([['a'], ['answer']]);
});
