import { beforeEach, expect, test } from 'vitest';
import { createLiveStore, type LiveStore } from './live-store.ts';

/** A stream that says what it is told to. */
class Stream {
  isClosed = false;
  readyState = 1;
  readonly listeners = new Map<string, (event: { data: string }) => void>();
  readonly segmentIds: readonly string[];
  constructor(segmentIds: readonly string[]) {
    this.segmentIds = segmentIds;
  }
  addEventListener(type: string, listener: (event: { data: string }) => void) {
    this.listeners.set(type, listener);
  }
  close() {
    this.isClosed = true;
  }
  say(type: string, data: unknown) {
    this.listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

let streams: Stream[];
let waiting: (() => void)[];
let told: string[];
let live: LiveStore;

/** Lets the time pass that changes of what is watched are gathered for. */
function pass() {
  for (const run of waiting.splice(0)) run();
}

beforeEach(() => {
  streams = [];
  waiting = [];
  told = [];
  live = createLiveStore({
    open: (segmentIds) => {
      const stream = new Stream(segmentIds);
      streams.push(stream);
      return stream;
    },
    later: (run) => waiting.push(run),
    now: () => 42,
    onSegments: () => told.push('segments'),
    onData: () => told.push('data'),
    onRefused: () => told.push('refused'),
  });
});

const asked = () => streams.map(({ segmentIds }) => segmentIds);

test('one stream for all that is watched, opened again only when that changes', () => {
  live.start();
  const stop = live.watch(['b', 'a']);
  live.watch(['b']);
  pass();
  stop();
  const again = live.watch(['a', 'b']);
  pass();
  expect(asked()).toEqual([['a', 'b']]);
  again();
  pass();
  expect(asked()).toEqual([['a', 'b'], ['b']]);
  expect(streams.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

test('audiences stay until something newer is told', () => {
  live.start();
  live.watch(['a', 'b']);
  pass();
  streams[0]?.say('audiences', { audiences: { a: 1, b: 2 } });
  streams[0]?.say('audiences', { audiences: { b: null } });
  expect(live.audiences()).toEqual({ a: 1, b: null });
});

test('what was told earlier has its age, and so has what is not told any more', () => {
  live.start();
  const stop = live.watch(['a', 'b']);
  pass();
  streams[0]?.say('earlier', { at: '2026-03-01T10:00:00.000Z', audiences: { a: 1, b: 2 } });
  streams[0]?.say('audiences', { audiences: { a: 3, b: null } });
  expect(live.earlier()).toMatchObject({ a: { count: 1, at: '2026-03-01T10:00:00.000Z' } });
  stop();
  live.watch(['b']);
  pass();
  expect(live.audiences()).toEqual({ b: null });
  expect(live.earlier().a).toEqual({ count: 3, at: new Date(42).toISOString() });
});

test('whoever listens is told, until it stops', () => {
  let count = 0;
  live.start();
  pass();
  const stop = live.subscribe(() => {
    count += 1;
  });
  streams[0]?.say('first-event', {});
  expect([count, live.hasReceived()]).toEqual([1, true]);
  stop();
  streams[0]?.say('audiences', { audiences: {} });
  expect(count).toBe(1);
});

test('a stream that is refused is known to be, until one opens', () => {
  live.start();
  pass();
  streams[0]?.say('error', {});
  expect(live.isRefused()).toBe(false);
  if (streams[0]) streams[0].readyState = 2;
  streams[0]?.say('error', {});
  expect(live.isRefused()).toBe(true);
  live.watch(['a']);
  pass();
  streams[1]?.say('open', {});
  expect(live.isRefused()).toBe(false);
});

test('a stream that is refused is opened again after a while, and what was missed is asked for', () => {
  live.start();
  pass();
  streams[0]?.say('open', {});
  if (streams[0]) streams[0].readyState = 2;
  streams[0]?.say('error', {});
  pass();
  expect(streams).toHaveLength(2);
  streams[1]?.say('open', {});
  expect([live.isRefused(), told]).toEqual([false, ['refused', 'segments', 'data']]);
});

test('a stream that nobody wants any more is not opened again', () => {
  const stop = live.start();
  pass();
  if (streams[0]) streams[0].readyState = 2;
  streams[0]?.say('error', {});
  stop();
  pass();
  expect(streams).toHaveLength(1);
});

test('changes of definitions and data are passed on', () => {
  live.start();
  pass();
  streams[0]?.say('segments', {});
  streams[0]?.say('data', {});
  expect(told).toEqual(['segments', 'data']);
  expect(live.changedAt()).toBe(42);
});

test('nothing is opened before the start or after the end, and it can start again', () => {
  live.watch(['a']);
  pass();
  expect(streams).toEqual([]);
  const stop = live.start();
  pass();
  stop();
  live.watch(['b']);
  pass();
  expect(asked()).toEqual([['a']]);
  live.start();
  pass();
  expect(asked()).toEqual([['a'], ['a', 'b']]);
});

test('what may have changed between two streams is asked for when the second opens', () => {
  live.start();
  pass();
  streams[0]?.say('open', {});
  expect(told).toEqual([]);
  live.watch(['a']);
  pass();
  streams[1]?.say('open', {});
  expect(told).toEqual(['segments', 'data']);
});
