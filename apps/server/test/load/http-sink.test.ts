import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { createAuthenticator } from '../../src/http/authenticate.ts';
import { createErrorHandler } from '../../src/http/handle-errors.ts';
import { identifyRequest } from '../../src/http/identify-request.ts';
import { createIngestRoutes } from '../../src/modules/ingest/routes.ts';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { createHttpSink, type HttpSinkSettings } from '../../src/modules/load/http-sink.ts';
import { labelOf } from '../../src/modules/load/load-label.ts';
import type { LoadOptions } from '../../src/modules/load/load-options.ts';
import { noon } from '../ingest/open-ingest.ts';
import { cdnow, type LoadBench, openLoadBench, telco } from './load-bench.ts';

const token = 'token-of-this-machine';

let bench: LoadBench;
let url: string;
let stop: () => Promise<void>;
/** Answers instead of the server while it returns something. */
let interfere: () => Response | undefined;
let requests = 0;
let underWay = 0;
let mostUnderWay = 0;
let slept: number[];

beforeAll(async () => {
  bench = await openLoadBench();
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const app = new Hono<AppEnv>();
  app.use('*', identifyRequest(newId));
  app.use('*', async (_, next) => {
    requests += 1;
    const answer = interfere();
    if (answer) return answer;
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await next();
    underWay -= 1;
    return undefined;
  });
  app.onError(createErrorHandler(pino({ level: 'silent' })));
  const { store, service } = bench.ingest;
  const intake = createLocalIntake({ store, service, newId });
  const authenticator = createAuthenticator({ store, localToken: token, now: () => noon });
  app.route('/', createIngestRoutes({ intake, authenticator, now: () => noon }));
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      url = `http://127.0.0.1:${port}`;
      resolve(started);
    });
  });
  stop = () => new Promise((resolve) => server.close(() => resolve()));
});
afterAll(async () => {
  await stop();
  await bench.close();
});
beforeEach(() => {
  interfere = () => undefined;
  slept = [];
});

function sinkOf(options: LoadOptions, more: Partial<HttpSinkSettings> = {}) {
  return createHttpSink({
    url,
    token,
    projectId: bench.ingest.project.id,
    label: labelOf(options),
    sleep: async (ms) => void slept.push(ms),
    ...more,
  });
}

const csv = (name: string, text: string): LoadOptions => ({
  file: bench.write(name, text),
  source: 'csv',
  id: 'id',
});

/** An answer for the first requests only. */
function answerFirst(count: number, answer: () => Response): void {
  let left = count;
  interfere = () => (left-- > 0 ? answer() : undefined);
}

describe('over HTTP', () => {
  it('both files come out as in process', async () => {
    const first = await bench.load(telco, { sink: sinkOf(telco) });
    expect(first.result).toMatchObject({ rows: 7043, accepted: 7043, rejected: 0, duplicates: 0 });
    const second = await bench.load(cdnow, { sink: sinkOf(cdnow) });
    expect(second.result).toMatchObject({ rows: 69_659, accepted: 69_659, duplicates: 0 });
    const { number } = bench.ingest.project;
    expect(await bench.ingest.store.read((tx) => tx.countEvents(number))).toBe(69_659);
    expect(await bench.ingest.store.read((tx) => tx.countProfiles(number))).toBe(7043 + 23_570);
    const document = await bench.ingest.find('7590-VHVEG');
    expect(document?.attributes.get('Churn')?.source).toBe('CSV: telco-customers.csv');
    expect(document).not.toHaveProperty('lastActivity');
    expect(mostUnderWay).toBe(1);
  }, 300_000);

  it('a load begun in process goes on here, and what is known is a duplicate', async () => {
    expect((await bench.load(telco, { sink: sinkOf(telco) })).result.duplicates).toBe(7043);
    expect((await bench.load(telco)).result.duplicates).toBe(7043);
  });

  it('bad cells are reported with their place in the file', async () => {
    const wish = csv('bad.csv', `id,plan\nx1,${'x'.repeat(701)}\nx\u00012,Pro\nx3,Pro\n`);
    const { result, rejected } = await bench.load(wish, { sink: sinkOf(wish) });
    expect(result).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    expect(rejected.map(({ row, column }) => [row, column])).toEqual([
      [1, 'plan'],
      [2, 'id'],
    ]);
  });

  it('a file with nothing valid in it is no failure', async () => {
    const wish = csv('nothing.csv', 'id,plan\na\u00011,Pro\n');
    const { result } = await bench.load(wish, { sink: sinkOf(wish) });
    expect(result).toMatchObject({ rows: 1, accepted: 0, rejected: 1 });
  });

  it('infinity stays refused and removes nothing', async () => {
    const text = ['5', '1e999', '-1e999', '[1e999]']
      .map((value) => `{"type":"identify","userId":"inf","traits":{"n":${value}}}`)
      .join('\n');
    const wish: LoadOptions = { file: bench.write('inf.ndjson', text), source: 'ndjson' };
    const { rejected } = await bench.load(wish, { sink: sinkOf(wish) });
    expect(rejected.map(({ row, column }) => [row, column])).toEqual([
      [2, 'traits.n'],
      [3, 'traits.n'],
      [4, 'traits.n'],
    ]);
    expect(await bench.ingest.attributesOf('inf')).toEqual({ n: 5 });
  });

  it('waits as long as it is asked to, however often, when the server is busy', async () => {
    answerFirst(30, () => new Response('{}', { status: 429, headers: { 'retry-after': '2' } }));
    const wish = csv('busy.csv', 'id,n\nbusy,1\n');
    const { result } = await bench.load(wish, { sink: sinkOf(wish) });
    expect(result).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(slept).toEqual(Array(30).fill(2000));
  });

  it('tries again when the server cannot write just now', async () => {
    answerFirst(3, () => new Response('{}', { status: 503 }));
    const wish = csv('unavailable.csv', 'id,n\nun,1\n');
    expect((await bench.load(wish, { sink: sinkOf(wish) })).result).toMatchObject({ accepted: 1 });
    expect(slept).toEqual([1000, 1000, 1000]);
  });

  it('gives up when it stays so, says why, and goes on when it is run again', async () => {
    const body = JSON.stringify({ detail: 'The disk is full.' });
    answerFirst(1000, () => new Response(body, { status: 503 }));
    const wish = csv('full.csv', 'id,n\nfull,1\n');
    const before = requests;
    await expect(bench.load(wish, { sink: sinkOf(wish) })).rejects.toThrow(
      'The server answered 503: The disk is full. Nothing acknowledged is lost; run the same command again',
    );
    expect(requests - before).toBe(10);
    interfere = () => undefined;
    expect((await bench.load(wish, { sink: sinkOf(wish) })).result).toMatchObject({ accepted: 1 });
  });

  it('gives up when nobody answers', async () => {
    const wish = csv('nobody.csv', 'id,n\nnobody,1\n');
    const sink = sinkOf(wish, { url: 'http://127.0.0.1:1' });
    await expect(bench.load(wish, { sink })).rejects.toThrow('does not answer');
    expect(slept).toHaveLength(9);
  });

  it.each([
    ['a wrong token', { token: 'wrong' }, 'The server answered 401'],
    ['an unknown project', { projectId: 'none' }, 'The server answered 404'],
  ])('gives up at once with %s', async (_, more, message) => {
    const wish = csv('denied.csv', 'id,n\ndenied,1\n');
    await expect(bench.load(wish, { sink: sinkOf(wish, more) })).rejects.toThrow(message);
    expect(slept).toEqual([]);
    expect(await bench.ingest.find('denied')).toBeUndefined();
  });

  it('gives up when something else answers', async () => {
    answerFirst(1, () => new Response('{"hello":"world"}'));
    const wish = csv('other.csv', 'id,n\nother,1\n');
    await expect(bench.load(wish, { sink: sinkOf(wish) })).rejects.toThrow('is not a Muster');
  });
});
