import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPeers, type Peers } from '../../src/peers/peers.ts';
import { createSharedJob } from '../../src/peers/shared-job.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { quietLogger } from '../quiet-logger.ts';

let postgres: Postgres;
let databaseUrl: string;
const opened: Peers[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  await (await openStore({ databaseUrl })).close();
});

afterEach(async () => {
  for (const peers of opened.splice(0)) await peers.close();
});

afterAll(() => postgres?.stop());

/** As another process over the same database would. */
function open(): Peers {
  const peers = openPeers(databaseUrl);
  opened.push(peers);
  return peers;
}

async function takeSoon({ leases }: Peers, name: string) {
  return vi.waitFor(
    async () => {
      const lease = await leases.take(name);
      if (lease === undefined) throw new Error('somebody has it');
      return lease;
    },
    { timeout: 60_000, interval: 200 },
  );
}

describe('A lease', () => {
  test('is one process’s, until it is given back; its number grows', async () => {
    const [one, other] = [open(), open()];
    const first = await takeSoon(one, 'a');
    expect(await other.leases.take('a')).toBeUndefined();
    expect(await one.leases.take('a')).toBeUndefined();
    expect(await other.leases.take('b')).toBeDefined();
    await first.release();
    const second = await takeSoon(other, 'a');
    expect(second.fence).toBe(first.fence + 1);
  });

  test('is kept by being renewed, and taken over when nobody renews it', async () => {
    const [one, other] = [open(), open()];
    const first = await takeSoon(one, 'c');
    const until = () => readUntil('c');
    const begun = await until();
    await expect.poll(until).toBeGreaterThan(begun);
    expect(await other.leases.take('c')).toBeUndefined();
    first.check();
    // As when the process has died: nothing of it comes any more.
    await one.close();
    const second = await takeSoon(other, 'c');
    expect(second.fence).toBe(first.fence + 1);
    // The one before has stopped by itself, without having been told.
    expect(first.lost.aborted).toBe(true);
    expect(() => first.check()).toThrow('Another process may have the lease "c"');
    await first.note('from the grave');
    expect((await other.leases.read('c'))?.note).toBe('');
  });

  test('is lost at once where another has it after all', async () => {
    const one = open();
    const first = await takeSoon(one, 'd');
    await query("update leases set holder = 'another', fence = fence + 1 where name = 'd'");
    await first.note('mine');
    expect(() => first.check()).toThrow('lease');
    expect(await one.leases.read('d')).toMatchObject({ note: '', isHeld: true });
  });

  test('outlives a restart of the server', async () => {
    const [one, other] = [open(), open()];
    const first = await takeSoon(one, 'e');
    await postgres.restart();
    const begun = await readUntil('e');
    await expect.poll(() => readUntil('e')).toBeGreaterThan(begun);
    first.check();
    await expect.poll(() => other.leases.take('e').catch(() => 'no connection')).toBeUndefined();
  });
});

test('Notices reach the others, and who was away hears all', async () => {
  const [one, other] = [open(), open()];
  const heard: string[] = [];
  one.notices.hear('projects', () => heard.push('own'));
  other.notices.hear('projects', () => heard.push('other'));
  other.notices.hear('catalog', () => heard.push('catalog'));
  // The first connection is one after which something may have been missed.
  await expect.poll(() => heard.toSorted()).toEqual(['catalog', 'other', 'own']);
  heard.length = 0;
  one.notices.tell('projects');
  await expect.poll(() => heard).toEqual(['other']);
  heard.length = 0;
  await postgres.restart();
  await expect.poll(() => heard.toSorted()).toEqual(['catalog', 'other', 'own']);
});

test('A shared job is done by one, told by any, and taken over when that one stops', async () => {
  const said: string[] = [];
  const share = (peers: Peers, name: string) =>
    createSharedJob({
      ...{ peers, logger: quietLogger, name: 'testing' },
      create: () => ({
        start: () => void said.push(`${name} starts`),
        notify: () => void said.push(`${name} notified`),
        stop: async () => void said.push(`${name} stops`),
      }),
    });
  const one = share(open(), 'one');
  const other = share(open(), 'other');
  one.start();
  await expect.poll(() => said).toEqual(['one starts']);
  other.start();
  other.notify();
  await expect.poll(() => said).toEqual(['one starts', 'one notified']);
  await one.stop();
  await expect.poll(() => said.slice(2)).toEqual(['one stops', 'other starts']);
  other.notify();
  await other.stop();
  expect(said.slice(4)).toEqual(['other notified', 'other stops']);
});

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function readUntil(name: string): Promise<number> {
  const [row] = await query(`select until from leases where name = '${name}'`);
  return Number(row?.until);
}
