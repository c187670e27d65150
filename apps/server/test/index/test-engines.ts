import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ClickhouseLocation } from '../../src/index/clickhouse/open-clickhouse.ts';
import type { IndexEngines } from '../../src/index/engine.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import {
  type ClickhouseCluster,
  type ClickhouseServer,
  startClickhouseCluster,
  startClickhouseServer,
} from '../clickhouse-server.ts';
import { chosenSetup } from '../setups.ts';

/** A place for an index, which can be opened again and again. */
export interface TestIndexPlace {
  open(): Promise<IndexEngines>;
  /** chDB's folder; absent on a server. */
  directory?: string;
  /** Of a server or cluster. */
  clickhouse?: ClickhouseLocation;
  remove(): void;
}

export interface TestEngineKind {
  kind: 'chdb' | 'clickhouse' | 'cluster';
  /** A place where nothing is yet. */
  makePlace(): TestIndexPlace;
  /** Of `clickhouse`; of a cluster one of its servers. */
  server(): ClickhouseServer;
}

/**
 * The engines for `describe.each`: that of the chosen set-up, or chDB and one server. Call it once at the top of
 * a test file.
 */
export function useTestEngines(kinds = findKinds()): TestEngineKind[] {
  let running: ClickhouseServer | undefined;
  let cluster: ClickhouseCluster | undefined;
  beforeAll(async () => {
    if (kinds.includes('clickhouse')) running = await startClickhouseServer();
    if (kinds.includes('cluster')) cluster = await startClickhouseCluster();
  });
  afterAll(async () => {
    await running?.stop();
    await cluster?.stop();
  });
  function server(): ClickhouseServer {
    const found = running ?? cluster?.servers[1];
    if (!found) throw new Error('The ClickHouse server is not running');
    return found;
  }
  function locate(kind: TestEngineKind['kind']): ClickhouseLocation {
    if (kind === 'clickhouse') return { urls: [server().url()] };
    if (!cluster) throw new Error('The ClickHouse cluster is not running');
    return cluster.location();
  }
  return kinds.map((kind) => ({
    kind,
    makePlace: () => (kind === 'chdb' ? makeFolder() : makeDatabase(locate(kind))),
    server,
  }));
}

function findKinds(): TestEngineKind['kind'][] {
  switch (chosenSetup) {
    case undefined:
      return ['chdb', 'clickhouse'];
    case 'embedded':
    case 'postgres':
      return ['chdb'];
    case 'clickhouse':
    case 'cluster':
      return [chosenSetup];
  }
}

function makeFolder(): TestIndexPlace {
  const parent = mkdtempSync(join(tmpdir(), 'muster-index-'));
  const directory = join(parent, 'index');
  return {
    directory,
    open: () => openIndexEngines({ directory, memoryBytes: 500_000_000 }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

function makeDatabase(clickhouse: ClickhouseLocation): TestIndexPlace {
  return {
    clickhouse,
    open: () => openIndexEngines({ directory: '/nonexistent', clickhouse }),
    remove: () => undefined,
  };
}
