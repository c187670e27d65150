import { join } from 'node:path';
import type { SdkReplyBody } from '@muster/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../muster-process.ts';
import { makeId } from './open-sdk.ts';

// Browsers that send again what was not answered, to a server that is killed again and again.

const browsers = Array.from({ length: 6 }, (_, index) => index);
const commandsEach = 400;
const perRequest = 20;
const killAfterRequests = [15, 40, 80];

let dataDir: string;
let server: RunningServer;
/** Resolves to the address of the server that runs now. */
let running: Promise<string>;
let answered = 0;

const start = async () => {
  server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'error' });
  return server.url;
};

beforeAll(async () => {
  dataDir = await makeDataFolder();
  running = start();
  await running;
});
afterAll(async () => {
  await server.stop('SIGKILL');
  await removeDataFolder(dataDir);
});

/** Sessions of one browser begin half an hour apart. */
const startedAt = Date.now();

const userOf = (browser: number) => `user-${browser}`;

function makeCommand(browser: number, seq: number): object {
  const base = { seq, at: Date.now(), as: makeId(`browser-${browser}`) };
  if (seq === 100) return { ...base, type: 'identify', userId: userOf(browser) };
  if (seq % 10 === 0) return { ...base, type: 'session', at: startedAt - seq * 30 * 60_000 };
  if (seq % 10 === 1) return { ...base, type: 'attributes', values: { latest: seq } };
  return { ...base, type: 'track', event: 'counted', properties: { seq } };
}

/** Sends commands `from` to `until` once; what is answered, or undefined when nothing is. */
async function send(
  browser: number,
  from: number,
  until: number,
): Promise<SdkReplyBody | undefined> {
  const commands = [];
  for (let seq = from; seq < until; seq += 1) commands.push(makeCommand(browser, seq));
  const body = JSON.stringify({
    stream: makeId(`stream-${browser}`),
    sentAt: Date.now(),
    commands,
  });
  const url = await running;
  try {
    const response = await fetch(`${url}/sdk/v1/projects/${projectId}/commands`, {
      method: 'POST',
      body,
    });
    return response.ok ? ((await response.json()) as SdkReplyBody) : undefined;
  } catch (error) {
    // The server is gone: `fetch` rejects with a TypeError, whatever the cause.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Kills the server when its time has come; whoever sends meanwhile waits for the next one. */
function killInTime(): void {
  answered += 1;
  if (!killAfterRequests.includes(answered)) return;
  running = server.stop('SIGKILL').then(start);
}

async function runBrowser(browser: number): Promise<void> {
  for (let next = 1; next <= commandsEach; ) {
    const until = Math.min(next + perRequest, commandsEach + 1);
    // As a page does that is being left: the same again, before the first has been answered.
    const [reply] = await Promise.all([
      send(browser, next, until),
      ...(next % 3 === 0 ? [send(browser, next, until)] : []),
    ]);
    if (reply === undefined) continue;
    expect(reply.rejected).toEqual([]);
    expect(reply.accepted).toBe(until - next);
    next = until;
    killInTime();
  }
}

it('every command counts once, in order, whenever the server is killed', async () => {
  await Promise.all(browsers.map(runBrowser));
  expect(answered).toBeGreaterThan(Math.max(...killAfterRequests));
  await running;
  await server.stop();

  const store = await openStore({ dataDir: join(dataDir, 'store') });
  try {
    await store.read(async (tx) => {
      const { number } = (await tx.project(projectId)) ?? expect.fail('no project');
      expect(await tx.countProfiles(number)).toBe(browsers.length);
      const ids = browsers.map((browser) => ({ kind: 'user', id: userOf(browser) }) as const);
      const numbers = await tx.findNumbers(number, ids);
      for (const document of await tx.profiles(number, [...numbers.values()])) {
        expect(document.sessions).toBe(commandsEach / 10 - 1);
        expect(document.attributes.get('latest')?.value).toBe(commandsEach - 9);
        const events = await tx.eventsOf(number, document.number, 10_000);
        const counted = events.filter(({ name }) => name === 'counted');
        const seqs = counted.map(({ properties }) => properties.get('seq') as number);
        expect(new Set(seqs).size).toBe(seqs.length);
        expect(seqs).toHaveLength(commandsEach * 0.8);
        expect(events.filter(({ name }) => name === 'identified')).toHaveLength(1);
      }
    });
  } finally {
    await store.close();
  }
}, 240_000);
