import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Group, TreeNode } from '@muster/conditions';
import * as protocol from '@muster/protocol';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { createAuthenticator } from '../../src/http/authenticate.ts';
import { hashKey } from '../../src/http/hash-key.ts';
import { createIndexer } from '../../src/index/indexer.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { createPasswords } from '../../src/modules/accounts/passwords.ts';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { openExportFolder } from '../../src/modules/exports/export-file.ts';
import { createExportJob } from '../../src/modules/exports/export-job.ts';
import { createMetrics } from '../../src/modules/health/metrics.ts';
import { createImportService } from '../../src/modules/imports/import-service.ts';
import { createBatcher } from '../../src/modules/ingest/batcher.ts';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { createComparisonTally } from '../../src/modules/membership/comparison-tally.ts';
import { createMembersDesk } from '../../src/modules/membership/follow-members.ts';
import { createRemovalJob } from '../../src/modules/projects/removal-job.ts';
import { makeSdkScript } from '../../src/modules/sdk/sdk-script.ts';
import { createSegmentWrites } from '../../src/modules/segments/segment-writes.ts';
import { alone } from '../../src/peers/peers.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createSetupDatabase, locateSetupIndex } from '../setup-places.ts';

export const projectId = 'demo';
export const keys = {
  write: 'mk_test_write_0123456789abcdef',
  read: 'mk_test_read_0123456789abcdefg',
  /** Of another project. */
  foreign: 'mk_test_foreign_0123456789abcd',
  revoked: 'mk_test_revoked_0123456789abcd',
  /** Of the command line of this machine. */
  local: 'local-token-0123456789abcdefghij',
};

export interface CallOptions {
  /** Absent: the write key; `null`: none. */
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** What is other than usual about a house. */
export interface HouseWishes {
  sourceRate?: number;
  keyRate?: number;
  /** Of a database of PostgreSQL, which is to have the store; without it that of the set-up, or SQLite. */
  databaseUrl?: string;
  /** Who is in which segment is kept; otherwise the index is asked each time. */
  keepsMembers?: boolean;
  /** Users from which on questions are answered from memory; default as in a server. */
  findFromUsers?: number;
}

/** The app on a real store and a real index in a folder of its own; the clock stands still. */
export async function openTestHouse(wishes: HouseWishes = {}) {
  const { sourceRate = 0, keyRate = 0, keepsMembers = false, findFromUsers } = wishes;
  const databaseUrl = wishes.databaseUrl ?? (await createSetupDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'muster-http-'));
  const clock = { now: Date.parse('2026-03-29T12:00:00Z') };
  const now = () => clock.now;
  const log: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void log.push(line) });
  const store = await openStore(databaseUrl ? { databaseUrl } : { dataDir: join(folder, 'store') });
  const engines = await openIndexEngines({
    directory: join(folder, 'index'),
    clickhouse: locateSetupIndex(),
  });
  const indexer = createIndexer({ store, engines, logger, now });
  const comparisons = createComparisonTally(now);
  const metrics = createMetrics({ store, indexer, now, comparisons: comparisons.read });
  const authenticator = createAuthenticator({ store, localToken: keys.local, keyRate, now });
  const newId = () => randomUUID();
  const service = createBatcher({ store, onFailure: (error) => log.push(String(error)) });
  const intake = createLocalIntake({ store, service, newId });
  const passwords = createPasswords();
  const imports = createImportService({
    store,
    peers: alone,
    intake,
    segments: createSegmentWrites({ store, now, newId, onAnnounce: () => undefined }),
    logger,
    folder: join(folder, 'uploads'),
    maxFileBytes: 50 * 1024 * 1024,
    now,
    newId,
    sleep: (ms) => sleep(ms),
    onChange: indexer.notify,
    onAnnounce: () => undefined,
  });
  const services = { authenticator, passwords, metrics, imports };
  const questions = createIndexQuestions({ engines, indexer });
  const maxBytes = keepsMembers ? 100_000_000 : 0;
  const members = createMembersDesk({
    ...{ store, indexer, questions, logger, now, maxBytes, comparisons },
    telling: { mayTell: () => true, newId, onTold: () => undefined },
    ...(findFromUsers !== undefined && { findFromUsers }),
  });
  const parts = {
    ...{ store, peers: alone, engines, indexer, members, intake, logger, ...services },
    comparisons: comparisons.read,
  };
  const rates = { perAddress: 0, perProject: 0, trustedProxies: 0 };
  const sdk = { script: makeSdkScript(Buffer.from('/* the SDK */\n')), files: new Map(), rates };
  const exportFolder = openExportFolder(join(folder, 'exports'));
  const exportJob = createExportJob({ store, questions, folder: exportFolder, logger, now });
  const removalJob = createRemovalJob({
    ...{ store, logger, now, removeFiles: imports.removeFiles, onChange: indexer.notify },
    rowsAtOnce: 5,
  });
  const stopping = new AbortController();
  const app = createApp({
    ...parts,
    now,
    newId,
    random: randomBytes,
    version: '0.0.0',
    filesDir: folder,
    sdk,
    sourceRate,
    dashboardFiles: new Map(),
    exports: { folder: exportFolder, job: exportJob },
    onRetentionChange: () => {},
    onDelete: () => {},
    webhooks: { allowsPrivate: true, onDue: () => {} },
    stopping: stopping.signal,
  });
  await seedProjects(store, clock.now);
  indexer.start();

  async function fetchRaw(method: string, path: string, options: CallOptions = {}) {
    const { key = keys.write, body, headers = {} } = options;
    return app.request(path, {
      method,
      headers: {
        ...(key !== null && { 'x-api-key': key }),
        ...(body !== undefined &&
          !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  }

  /** JSON in, JSON out; every reply is checked against the document of its route. */
  async function call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<Reply<Body>> {
    const response = await fetchRaw(method, path, options);
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    checkReply(method, path, response.status, body);
    return { status: response.status, headers: response.headers, body };
  }

  return {
    ...parts,
    /** What has come of comparing live membership with the index. */
    tally: comparisons,
    app,
    folder,
    clock,
    log,
    exportFolder,
    exportJob,
    removalJob,
    fetchRaw,
    call,
    /** In the project of the write key. */
    at: (path: string) => `/api/projects/${projectId}${path}`,
    /** Sends items to the webhook; throws unless all are accepted. */
    async send(...items: Record<string, unknown>[]) {
      const { status, body } = await call('POST', '/sse/webhook', { body: items });
      if (status !== 200 || body.accepted !== items.length) throw new Error(JSON.stringify(body));
    },
    /** As a server does when it is told to stop. */
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await members.stop();
      await imports.stop();
      await exportJob.stop();
      await removalJob.stop();
      await intake.close();
      await indexer.stop();
      await engines.close();
      await store.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function isRaw(body: unknown): body is string | FormData | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
}

export type TestHouse = Awaited<ReturnType<typeof openTestHouse>>;

async function seedProjects(store: Store, createdAt: number): Promise<void> {
  await store.write(async (tx) => {
    const project = { name: 'Demo', timeZone: 'UTC', createdAt };
    const { number } = await tx.insertProject({ ...project, id: projectId });
    const other = await tx.insertProject({ ...project, id: 'other' });
    const key = (name: keyof typeof keys, scope: 'read' | 'write', projectNumber = number) =>
      tx.insertKey({
        id: `key_${name}`,
        projectNumber,
        name,
        hash: hashKey(keys[name]),
        prefix: keys[name].slice(0, 8),
        scope,
        createdAt,
      });
    await key('write', 'write');
    await key('read', 'read');
    await key('foreign', 'write', other.number);
    await key('revoked', 'write');
    await tx.revokeKey(number, 'key_revoked', createdAt);
  });
}

const routes = Object.values<unknown>(protocol).filter(
  (value): value is protocol.Route =>
    typeof value === 'object' && value !== null && 'operationId' in value,
);

/** Throws when a reply is not as the document says. */
function checkReply(method: string, path: string, status: number, body: unknown): void {
  const [pathname = ''] = path.split('?');
  const route = routes.find(
    (candidate) => candidate.method === method.toLowerCase() && matches(candidate.path, pathname),
  );
  if (route === undefined) return;
  const reply = route.responses[status];
  if (reply === undefined)
    throw new Error(`${method} ${path} may not answer ${status}: ${JSON.stringify(body)}`);
  const [content] = Object.values(reply.content ?? {});
  if (content !== undefined) content.schema.parse(body);
  else if (body !== undefined) throw new Error(`${method} ${path} ${status} has no body`);
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
}

/** A group of all of these. */
export function allOf(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

/** A group of any of these. */
export function anyOf(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

/** Custom attribute `key` is one of these. */
export function isOneOf(key: string, ...value: string[]): TreeNode {
  return { type: 'attribute', source: 'custom', key, kind: 'string', operator: 'is', value };
}

/** In the segment, or not. */
export function inSegment(segmentId: string, not = false): TreeNode {
  return { type: 'segment', segmentId, ...(not && { not }) };
}
