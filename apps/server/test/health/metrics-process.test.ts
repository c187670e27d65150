import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../muster-process.ts';
import { readSamples } from './read-samples.ts';

const token = 'a-token-for-prometheus';
const path = `/api/projects/${projectId}`;
const dashboardFile = new URL('../../../../deploy/grafana/muster.json', import.meta.url);
const everybody = { type: 'group', match: 'all', children: [] };
const pro = {
  ...{ type: 'attribute', source: 'custom', key: 'plan', kind: 'string' },
  ...{ operator: 'is', value: ['Pro'] },
};

let dataDir: string;
let server: RunningServer;

beforeAll(async () => {
  dataDir = await makeDataFolder();
  server = await startServer(dataDir, { MUSTER_METRICS_TOKEN: token });
});

afterAll(async () => {
  await server?.stop('SIGKILL');
  await removeDataFolder(dataDir);
});

const ask = (authorization?: string) =>
  fetch(`${server.url}/metrics`, { headers: authorization ? { authorization } : {} });

const readText = async () => (await ask(`Bearer ${token}`)).text();

const samples = async () => readSamples(await readText());

/** By how much what `names` says has grown by `work`. */
async function measure(work: () => Promise<unknown>, ...names: string[]): Promise<number[]> {
  const before = await samples();
  await work();
  const after = await samples();
  return names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
}

const answered = (kind: string) => `muster_question_seconds_count{kind="${kind}"}`;
const items = (kind: string, status = 'accepted') =>
  `muster_ingested_items_total{kind="${kind}",status="${status}"}`;

test('Metrics are for those alone who show the token, when there is one', async () => {
  for (const shown of [undefined, 'Bearer nothing-like-it', `Basic ${token}`, `Bearer ${token}x`]) {
    const response = await ask(shown);
    expect([shown, response.status]).toEqual([shown, 401]);
    expect(await response.text()).not.toContain('muster_index_usable');
  }
  expect((await ask(`Bearer ${token}`)).status).toBe(200);
});

test('Items are counted by kind and outcome, from where they came', async () => {
  const send = () =>
    server.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'ada', traits: { plan: 'Pro' } },
      { type: 'identify', userId: 'bob' },
      { type: 'track', userId: 'ada', event: 'bought', messageId: 'one' },
    ]);
  const intake = 'muster_intake_seconds_count{kind="items"}';
  const names = [items('identify'), items('track'), items('track', 'duplicate'), intake];
  expect(await measure(send, ...names)).toEqual([2, 1, 0, 1]);
  expect(await measure(send, ...names)).toEqual([2, 0, 1, 1]);
  const all = await samples();
  expect(all.get('muster_intake_waiting{kind="items"}')).toBe(0);
  expect(all.get(`muster_project_users{project="${projectId}"}`)).toBe(2);
  expect(all.get(`muster_project_events{project="${projectId}"}`)).toBe(1);
});

test('Imported rows are counted, and the import no longer waits when it has ended', async () => {
  const run = async () => {
    const response = await fetch(`${server.url}${path}/imports?fileName=a.csv`, {
      method: 'POST',
      headers: { 'x-api-key': 'test-key-0123456789abcdef' },
      body: 'id,plan\ncid,Pro\ndan,Pro\n',
    });
    const { id } = (await response.json()) as { id: string };
    await server.call('POST', `${path}/imports/${id}/run`);
    await expect
      .poll(
        async () => (await server.call<{ status: string }>('GET', `${path}/imports/${id}`)).status,
      )
      .toBe('done');
  };
  const intake = 'muster_intake_seconds_count{kind="rows"}';
  const [rows, parcels = 0] = await measure(run, items('importRow'), intake);
  expect(rows).toBe(2);
  expect(parcels).toBeGreaterThan(0);
  expect((await samples()).get('muster_jobs_waiting{queue="imports"}')).toBe(0);
});

test('Questions are measured by kind', async () => {
  const conditions = { ...everybody, children: [pro] };
  const { id } = await server.call<{ id: string }>('POST', `${path}/segments`, {
    name: 'Payers',
    conditions,
  });
  const questions: [string, () => Promise<unknown>][] = [
    ['audience', () => server.call('POST', `${path}/audience/count`, { conditions })],
    ['waterfall', () => server.call('POST', `${path}/audience/breakdown`, { conditions })],
    ['insights', () => server.call('GET', `${path}/segments/${id}/overlap/${id}`)],
    ['catalog', () => server.call('GET', `${path}/catalog`)],
    [
      'export',
      async () => {
        const init = { headers: { 'x-api-key': 'test-key-0123456789abcdef' } };
        const response = await fetch(`${server.url}${path}/segments/${id}/users?format=csv`, init);
        expect([response.status, await response.text()]).toEqual([
          200,
          expect.stringContaining('ada'),
        ]);
      },
    ],
  ];
  for (const [kind, question] of questions) {
    const [grown = 0] = await measure(question, answered(kind));
    expect([kind, grown > 0]).toEqual([kind, true]);
  }
});

test('What pages are told is measured, and what they say', async () => {
  const browser = 'browser-xxxxxxxxxxxxxxxx';
  const visit = async () => {
    const command = { seq: 1, at: Date.now(), as: browser, type: 'track', event: 'looked' };
    const response = await fetch(`${server.url}/sdk/v1/projects/${projectId}/commands`, {
      method: 'POST',
      body: JSON.stringify({
        ...{ stream: 'stream-xxxxxxxxxxxxxxxxx', sentAt: Date.now(), commands: [command] },
        ...{ as: browser, ask: ['segments'] },
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { accepted: 1 }]);
  };
  const intake = 'muster_intake_seconds_count{kind="commands"}';
  expect(await measure(visit, answered('targeting'), items('command'), intake)).toEqual([1, 1, 1]);
});

test('The dashboard asks for nothing but what is exported', async () => {
  const dashboard = await readFile(dashboardFile, 'utf8');
  const { panels } = JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] };
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(expressions.length).toBeGreaterThan(15);
  const text = await readText();
  const exported = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]),
  );
  for (const expression of expressions) {
    const found = [...expression.matchAll(/\b((?:muster|process|nodejs)_\w+)\{/g)];
    expect(found, expression).toHaveLength(1);
    const name = found[0]?.[1] ?? '';
    const base = name.replace(/_(bucket|count|sum)$/, '');
    const type =
      exported.get(name) ?? (exported.get(base) === 'histogram' ? 'histogram' : undefined);
    expect([name, type]).not.toEqual([name, undefined]);
    // What only grows is of use as a rate, what does not is not.
    expect([name, /\brate\(/.test(expression)]).toEqual([name, type !== 'gauge']);
    // Labels that it is summed by are there.
    for (const label of /\bby \(([^)]*)\)/.exec(expression)?.[1]?.split(', ') ?? []) {
      const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
      expect([name, label, lines.some((line) => line.includes(`${label}="`))]).toEqual([
        name,
        label,
        true,
      ]);
    }
  }
  expect(dashboard).toContain('label_values(muster_index_usable, instance)');
});
