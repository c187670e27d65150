import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { type ClickhouseServer, startClickhouseServer } from '../clickhouse-server.ts';

/** A place for an index, which can be opened again and again. */
export interface TestIndexPlace {
  open(): Promise<IndexEngines>;
  /** chDB's folder; absent on a server. */
  directory?: string;
  remove(): void;
}

export interface TestEngineKind {
  kind: 'chdb' | 'clickhouse';
  /** A place where nothing is yet. */
  makePlace(): TestIndexPlace;
  /** Only of `clickhouse`. */
  server(): ClickhouseServer;
}

/** Both engines, for `describe.each`. Call it once at the top of a test file. */
export function useTestEngines(): TestEngineKind[] {
  let running: ClickhouseServer | undefined;
  beforeAll(async () => {
    running = await startClickhouseServer();
  });
  afterAll(async () => {
    await running?.stop();
  });
  function server(): ClickhouseServer {
    if (!running) throw new Error('The ClickHouse server is not running');
    return running;
  }
  return [
    { kind: 'chdb', makePlace: makeFolder, server },
    { kind: 'clickhouse', makePlace: () => makeDatabase(server()), server },
  ];
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

function makeDatabase(server: ClickhouseServer): TestIndexPlace {
  const clickhouseUrl = server.url();
  return {
    open: () => openIndexEngines({ directory: '/nonexistent', clickhouseUrl }),
    remove: () => undefined,
  };
}
