import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveEvents, MembershipBody } from '@muster/protocol';
import { readEvents } from '../../../apps/server/test/live/event-stream.ts';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../../apps/server/test/muster-process.ts';
import { createPoster } from '../ingestion/post.ts';
import { saveSegments } from '../pressure/live-segments.ts';
import { createBodyMill, offerBodies } from '../pressure/offer-bodies.ts';

interface Load {
  /** People who change, one after the other. */
  flips: number;
  /** From one to the next. */
  apartMs: number;
  /** Saved ones, all followed, beside the one that is looked at. */
  segments: number;
  /** Events and updates of others a second: four fifths are events. */
  rate: number;
}

/** From the acknowledgement of a change, in milliseconds. */
export interface Delays {
  /** Until the answer to a question about the person that is asked then has it. */
  verdict: number[];
  /** Until an open page is told a count with it. */
  page: number[];
  /** Until the open page of whoever has changed is told to ask which segments she is in. */
  visitor: number[];
}

/** For the counts to be filled, and the server to be warm. */
const leadMs = 20_000;
const beforeEndMs = 3_000;
/** A page may be told before the answer to the change has come back. */
const sendingMs = 50;

/** On a server of its own, while others' data arrives. Throws when a verdict is not the right one. */
export async function measureUnderLoad(load: Load): Promise<Delays> {
  const { flips, apartMs, segments, rate } = load;
  const dataDir = await makeDataFolder();
  const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn', MUSTER_API_RATE: '0' });
  const poster = createPoster(server.url, 64);
  const page = new AbortController();
  let watching: Promise<void> | undefined;
  let offering: Promise<unknown> | undefined;
  try {
    await saveSegments(server, segments);
    const id = await saveOne(server);
    const counts: ShownCount[] = [];
    watching = watchCounts(server, id, page.signal, counts);
    // What each takes beside the pause is not known: rather too long.
    const seconds = (leadMs + 2 * flips * apartMs) / 1_000;
    offering = offerBodies(poster, createBodyMill('beside'), { itemsPerSecond: rate, seconds });
    const visitors = await openVisitors(server, flips, page.signal);
    await sleep(leadMs);
    const acknowledged: number[] = [];
    const verdict: number[] = [];
    for (let i = 0; i < flips; i += 1) {
      const userId = `flip-${i}`;
      const change = { type: 'identify', userId, traits: { tier: 'Pro' } };
      await server.call('POST', '/sse/webhook', [change]);
      const at = performance.now();
      acknowledged.push(at);
      if (!(await isMember(server, userId, id))) throw new Error(`${userId} is not a member yet.`);
      verdict.push(performance.now() - at);
      await sleep(apartMs);
    }
    await sleep(beforeEndMs);
    const toldAt = (count: number) => counts.find((told) => told.count >= count)?.at;
    const delays = acknowledged.map((at, i) => (toldAt(i + 1) ?? Number.NaN) - at);
    const visitor = acknowledged.flatMap((at, i) => {
      const told = visitors[i]?.find((toldAt) => toldAt > at - sendingMs);
      return told === undefined ? [] : [Math.max(0, told - at)];
    });
    return { verdict, page: delays.filter((ms) => !Number.isNaN(ms)), visitor };
  } finally {
    await offering;
    page.abort();
    await watching;
    poster.close();
    await server.stop();
    await removeDataFolder(dataDir);
  }
}

async function saveOne({ call }: RunningServer): Promise<string> {
  const is = { type: 'attribute', source: 'custom', key: 'tier', kind: 'string', operator: 'is' };
  const conditions = { type: 'group', match: 'all', children: [{ ...is, value: ['Pro'] }] };
  const path = `/api/projects/${projectId}/segments`;
  return (await call<{ id: string }>('POST', path, { name: 'Pro', conditions })).id;
}

interface ShownCount {
  count: number;
  /** By `performance.now`. */
  at: number;
}

/** Adds the counts of a segment as an open page is told them, until that is given up. */
async function watchCounts(
  { url }: RunningServer,
  id: string,
  signal: AbortSignal,
  counts: ShownCount[],
): Promise<void> {
  const headers = { 'x-api-key': apiKey };
  try {
    const path = `/api/projects/${projectId}/live?segments=${id}`;
    const { body } = await fetch(`${url}${path}`, { headers, signal });
    if (body === null) throw new Error('The stream has no body.');
    const events = readEvents(body);
    for (;;) {
      const { audiences } = (await events.nextOf('audiences')).data as LiveEvents['audiences'];
      const count = audiences[id];
      if (typeof count === 'number') counts.push({ count, at: performance.now() });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A page of each who will change: the instants at which it is told to ask. */
async function openVisitors(
  { url, call }: RunningServer,
  count: number,
  signal: AbortSignal,
): Promise<number[][]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const as = `flip-${i}-`.padEnd(24, 'x');
      const visitor = { type: 'identify', userId: `flip-${i}`, anonymousId: as };
      await call('POST', '/sse/webhook', [{ ...visitor, traits: { tier: 'Free' } }]);
      const path = `/sdk/v1/projects/${projectId}/moves`;
      const body = JSON.stringify({ as });
      const response = await fetch(`${url}${path}`, { method: 'POST', body, signal });
      if (response.status !== 200) throw new Error(`A page is answered ${response.status}.`);
      const told: number[] = [];
      void readMoves(response.body, told).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      return told;
    }),
  );
}

async function readMoves(body: Response['body'], told: number[]): Promise<void> {
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return;
    if (value?.includes('m'.charCodeAt(0))) told.push(performance.now());
  }
}

/** Whether the person is in the segment, by the store. */
async function isMember({ call }: RunningServer, userId: string, id: string): Promise<boolean> {
  const path = `/api/projects/${projectId}/users/${userId}/segments`;
  const memberships = await call<MembershipBody[]>('GET', path);
  return memberships.some((each) => each.id === id && each.member);
}
