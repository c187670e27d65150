import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Group, TreeNode } from '@muster/conditions';
import type { CatalogBody, CatalogValuesBody, SegmentBody } from '@muster/protocol';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from '../live/event-stream.ts';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';

// What the dashboard asks, by a person who is signed in, of the two real data sets; every number is
// counted anew from the files.

const examples = new URL('../../../../examples/data/', import.meta.url).pathname;
const admin = { email: 'ada@example.com', password: 'correct horse battery' };
const project = `/api/projects/${projectId}`;

let dataDir: string;
let server: RunningServer;
let cookie: string;
let customers: Record<string, string>[];
let purchases: string[][];

beforeAll(async () => {
  dataDir = await makeDataFolder();
  const csv = await readFile(join(examples, 'telco-customers.csv'), 'utf8');
  customers = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;
  const lines = (await readFile(join(examples, 'cdnow-purchases.txt'), 'utf8')).trim().split('\n');
  purchases = lines.slice(1).map((line) => line.trim().split(/\s+/));
  await load('telco-customers.csv', '--source', 'csv', '--id', 'customerID');
  const event = ['--event', 'purchase', '--id', 'customer_id', '--timestamp', 'date'];
  await load('cdnow-purchases.txt', '--source', 'events', ...event);
  server = await startServer(dataDir, {
    MUSTER_ADMIN_EMAIL: admin.email,
    MUSTER_ADMIN_PASSWORD: admin.password,
  });
  const response = await send('POST', '/api/session', admin);
  cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}, 300_000);

afterAll(async () => {
  await server.stop('SIGKILL');
  await removeDataFolder(dataDir);
});

async function load(file: string, ...options: string[]): Promise<void> {
  const { code, stderr } = await runMuster(dataDir, ['load', join(examples, file), ...options])
    .finished;
  if (code !== 0) throw new Error(stderr);
}

/** As a page of the server does. */
function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(cookie && { cookie }),
      origin: server.url,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
  const response = await send(method, `${project}${path}`, body);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}

const is = (key: string, ...value: string[]): TreeNode => ({
  type: 'attribute',
  source: 'custom',
  key,
  kind: 'string',
  operator: 'is',
  value,
});

const all = (...children: TreeNode[]): Group => ({ type: 'group', match: 'all', children });

const countCustomers = (holds: (customer: Record<string, string>) => boolean) =>
  customers.filter(holds).length;

function tally(values: Iterable<string>): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
}

describe('The catalog of the real data', () => {
  test('has every column with as many values as the file', async () => {
    const catalog = await ask<CatalogBody>('GET', '/catalog');
    const buyers = new Set(purchases.map(([id]) => id)).size;
    expect(catalog.users).toBe(customers.length + buyers);
    const columns = Object.keys(customers[0] ?? {}).filter((key) => key !== 'customerID');
    const expected = columns.map((key) => [
      key,
      countCustomers((each) => each[key]?.trim() !== ''),
    ]);
    const found = catalog.attributes.map(({ key, count }) => [key, count]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    const tenure = catalog.attributes.find(({ key }) => key === 'tenure');
    expect(tenure?.kinds).toEqual([{ kind: 'number', count: customers.length }]);
    expect(catalog.traits).toEqual([]);
    expect(catalog.events).toMatchObject([
      { source: 'api', name: 'purchase', count: purchases.length },
    ]);
  });

  test('has the values of a column with their counts', async () => {
    const path = '/catalog/values?source=custom&key=PaymentMethod';
    const { values } = await ask<CatalogValuesBody>('GET', path);
    const expected = tally(customers.map((each) => each.PaymentMethod ?? ''));
    expect(values.map(({ value, count }) => [value, count])).toEqual(expected);
    const begun = await ask<CatalogValuesBody>('GET', `${path}&prefix=mAIL`);
    expect(begun.values).toEqual([
      { value: 'Mailed check', count: countCustomers((c) => c.PaymentMethod === 'Mailed check') },
    ]);
  });

  test('has the properties of the purchases', async () => {
    const path = '/catalog/properties?source=api&name=purchase';
    const { count, properties } = await ask<{
      count: number;
      properties: { key: string; count: number; samples: unknown[] }[];
    }>('GET', path);
    expect(count).toBe(purchases.length);
    expect(properties.map((each) => [each.key, each.count]).sort()).toEqual([
      ['dollar_value', purchases.length],
      ['number_of_cds', purchases.length],
    ]);
    const [most] = tally(purchases.map(([, , cds = '']) => cds));
    const values = await ask<CatalogValuesBody>(
      'GET',
      '/catalog/property-values?source=api&name=purchase&key=number_of_cds&limit=1',
    );
    expect(values.values).toEqual([{ value: Number(most?.[0]), count: most?.[1] }]);
  });
});

describe('Questions about segments of the real data', () => {
  const monthly = is('Contract', 'Month-to-month');
  const fiber = is('InternetService', 'Fiber optic');
  const isMonthly = (each: Record<string, string>) => each.Contract === 'Month-to-month';
  const hasFiber = (each: Record<string, string>) => each.InternetService === 'Fiber optic';
  let monthlies: SegmentBody;
  let fibers: SegmentBody;

  beforeAll(async () => {
    const create = (name: string, node: TreeNode) =>
      ask<SegmentBody>('POST', '/segments', { name, conditions: all(node) });
    monthlies = await create('Monthly', monthly);
    fibers = await create('Fiber', fiber);
  });

  const both = () => countCustomers((each) => isMonthly(each) && hasFiber(each));

  test('are answered with the right numbers', async () => {
    const impact = await ask<{ before: number; after: number } & Record<string, { count: number }>>(
      'POST',
      `/segments/${monthlies.id}/impact`,
      { conditions: all(fiber) },
    );
    expect(impact).toMatchObject({
      before: countCustomers(isMonthly),
      after: countCustomers(hasFiber),
      enter: { count: countCustomers(hasFiber) - both() },
      leave: { count: countCustomers(isMonthly) - both() },
    });
    const overlap = await ask('GET', `/segments/${monthlies.id}/overlap/${fibers.id}`);
    expect(overlap).toMatchObject({ both: both() });
    const { nodes } = await ask<{ nodes: { count: number; running: number }[] }>(
      'POST',
      '/audience/breakdown',
      { conditions: all(monthly, fiber) },
    );
    expect(nodes.map(({ count, running }) => [count, running])).toEqual([
      [both(), both()],
      [countCustomers(isMonthly), countCustomers(isMonthly)],
      [countCustomers(hasFiber), both()],
    ]);
  });

  test('are pushed when a customer changes', async () => {
    const response = await send('GET', `${project}/live?segments=${monthlies.id}`);
    if (response.body === null) throw new Error('The reply has no body.');
    const stream = readEvents(response.body);
    const next = async () => (await stream.nextOf('audiences')).data;
    const before = countCustomers(isMonthly);
    expect(await next()).toMatchObject({ audiences: { [monthlies.id]: before } });
    const one = customers.find((each) => !isMonthly(each))?.customerID;
    const traits = { Contract: 'Month-to-month' };
    await server.call('POST', '/sse/webhook', { type: 'identify', userId: one, traits });
    expect(await next()).toMatchObject({ audiences: { [monthlies.id]: before + 1 } });
    // The stream is open still: the stop does not wait for it.
    const stopped = server.stop();
    expect((await stream.drain()).at(-1)).toBe('bye');
    expect((await stopped).code).toBe(0);
  });
});
