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
}

/** For the counts to be filled, and the server to be warm. */
const leadMs = 20_000;
const beforeEndMs = 3_000;

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
    return { verdict, page: delays.filter((ms) => !Number.isNaN(ms)) };
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

/** Whether the person is in the segment, by the store. */
async function isMember({ call }: RunningServer, userId: string, id: string): Promise<boolean> {
  const path = `/api/projects/${projectId}/users/${userId}/segments`;
  const memberships = await call<MembershipBody[]>('GET', path);
  return memberships.some((each) => each.id === id && each.member);
}
