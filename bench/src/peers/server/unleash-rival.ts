import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from '@muster/conditions';
import { findFreePort } from '../../../../apps/server/test/clickhouse-server.ts';
import { startPostgres } from '../../../../apps/server/test/postgres.ts';
import { findPeer, versionOf } from '../load-peer.ts';
import { translate } from '../person/language.ts';
import { unleash } from '../person/languages/unleash.ts';
import type { PersonDocument } from '../person/people.ts';
import { askOnce, type Rival } from './rival.ts';

const adminToken = '*:*.muster-bench-admin';
const frontendToken = 'default:development.muster-bench-frontend';
const lastFlag = 'everybody';

/** Unleash, which knows flags from PostgreSQL and keeps them in memory; a question says all about who asks. */
export async function startUnleash(
  people: readonly PersonDocument[],
  plans: readonly Plan[],
): Promise<Rival> {
  const postgres = await startPostgres();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [join(findPeer('unleash-server', 'unleash-server'), 'dist/server.js')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: await postgres.createDatabase(),
        DATABASE_SSL: 'false',
        HTTP_HOST: '127.0.0.1',
        HTTP_PORT: String(port),
        LOG_LEVEL: 'error',
        CHECK_VERSION: 'false',
        SEND_TELEMETRY: 'false',
        UNLEASH_URL: url,
        INIT_ADMIN_API_TOKENS: adminToken,
        INIT_FRONTEND_API_TOKENS: frontendToken,
      },
    },
  );
  const stop = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await ended;
    await postgres.stop();
  };
  const bodies = people.map((properties, person) =>
    JSON.stringify({ context: { userId: `person-${person}`, properties: toTexts(properties) } }),
  );
  const readNames = (body: string) =>
    (JSON.parse(body) as { toggles: { name: string }[] }).toggles.map(({ name }) => name);
  const rival: Rival = {
    name: `unleash-server ${versionOf('unleash-server', 'unleash-server')} on PostgreSQL`,
    url,
    path: '/api/frontend',
    headers: { 'content-type': 'application/json', authorization: frontendToken },
    makeBody: (person) => bodies[person % bodies.length] ?? '{}',
    readAnswer: (body) =>
      readNames(body)
        .filter((name) => name !== lastFlag)
        .map((name) => Number(name.replace('segment-', '')))
        .sort((a, b) => a - b),
    pid: child.pid ?? 0,
    stop,
  };
  try {
    await waitUntilHealthy(url);
    for (const [place, plan] of plans.entries()) {
      await makeFlag(url, `segment-${place}`, translate(plan, unleash));
    }
    await makeFlag(url, lastFlag, [[]]);
    // It takes up new flags after a while, the last one last.
    for (let i = 0; !readNames(await askOnce(rival, 0)).includes(lastFlag); i += 1) {
      if (i > 120) throw new Error('Unleash does not answer with the flags that it was given.');
      await sleep(500);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return rival;
}

/** Properties of a context are text. */
function toTexts(document: PersonDocument): Record<string, string> {
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, String(value)]));
}

async function waitUntilHealthy(url: string): Promise<void> {
  for (let i = 0; i < 240; i += 1) {
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(500);
  }
  throw new Error('Unleash was not ready in two minutes.');
}

/** A flag that is on for whom any of the lists of constraints lets through. */
async function makeFlag(
  url: string,
  name: string,
  strategies: ReturnType<typeof unleash.all>,
): Promise<void> {
  const features = `${url}/api/admin/projects/default/features`;
  await post(features, { name, type: 'release' });
  const environment = `${features}/${name}/environments/development`;
  for (const constraints of strategies) {
    await post(`${environment}/strategies`, { name: 'default', constraints, parameters: {} });
  }
  await post(`${environment}/on`, undefined);
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: adminToken },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
