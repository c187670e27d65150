import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { openStore, type StoreLocation } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

/** What a suite gets on each engine. Everything is closed and removed after each test. */
export interface Engine {
  /** Opens a store; without a location, a new and empty one. */
  open(location?: StoreLocation): Promise<Store>;
  /** A place where there is no store yet. */
  makeLocation(): Promise<StoreLocation>;
  /** The server, on PostgreSQL. */
  server(): Postgres;
}

const kinds = ['sqlite', 'postgres'] as const;

/** Declares the suite once for each engine, both real. */
export function describeOnEngines(
  title: string,
  suite: (engine: Engine, kind: Store['kind']) => void,
): void {
  describe.each(kinds)(`${title} (%s)`, (kind) => suite(prepareEngine(kind), kind));
}

/** The same for a suite about one engine. */
export function describeOnEngine(
  kind: Store['kind'],
  title: string,
  suite: (engine: Engine) => void,
): void {
  describe(`${title} (${kind})`, () => suite(prepareEngine(kind)));
}

function prepareEngine(kind: Store['kind']): Engine {
  let postgres: Postgres | undefined;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    if (kind === 'postgres') postgres = await startPostgres();
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  function server(): Postgres {
    if (postgres === undefined) throw new Error('This engine has no server.');
    return postgres;
  }

  async function makeLocation(): Promise<StoreLocation> {
    if (kind === 'postgres') return { databaseUrl: await server().createDatabase() };
    const dataDir = await mkdtemp(join(tmpdir(), 'muster-store-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    return { dataDir };
  }

  return {
    server,
    makeLocation,
    async open(location) {
      const store = await openStore(location ?? (await makeLocation()));
      cleanups.push(() => store.close());
      return store;
    },
  };
}
