import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import type { Indexer } from '../../src/index/indexer.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { plain } from '../../src/index/schema.ts';
import { createIndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createTestIndexer, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

// A disk that was full can leave parts with empty files, which the engine has taken for good.

let house: TestStore;
let directory: string;
let engines: IndexEngines;
let indexer: Indexer;

beforeEach(async () => {
  house = await openTestStore();
  directory = join(house.folder, 'index');
  engines = await openIndexEngines({ directory, memoryBytes: 500_000_000 });
  indexer = createTestIndexer(house.store, engines);
  await house.addProject();
  await house.addUsers(1, [{}, {}, {}]);
  await house.track(1, [
    [1, 'Page', { n: 1 }],
    [2, 'Page', { n: 2 }],
  ]);
  indexer.start();
  await indexer.caughtUp();
});

afterEach(async () => {
  await indexer.stop();
  await engines.close();
  await house.remove();
});

/** Empties what says where in a part which rows are, before anybody has read it. */
function damageParts(): void {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const marks = files.filter((file) => /\/data\.cmrk\d$/.test(file));
  expect(marks.length).toBeGreaterThan(0);
  for (const file of marks) truncateSync(join(directory, file));
}

test('An index whose parts are damaged is made anew when it cannot go on', async () => {
  damageParts();
  await house.merge(1, 1, 2);
  await expect.poll(() => indexer.caughtUp().then(...outcome)).toBe('reached');
  expect(indexer.status().lastError?.message).toMatch(/marks/);
  expect((await verify(house.store, engines)).differences).toEqual([]);
});

test('An index whose parts are damaged where only a question reads is made anew for it', async () => {
  damageParts();
  const questions = createIndexQuestions({ engines, indexer });
  const count = plain('SELECT countIf(properties.n.:Float64 > 0) AS n FROM events');
  const ask = () =>
    questions.ask<{ n: string }>(count, { project: 1, signal: new AbortController().signal });
  await expect(ask()).rejects.toMatchObject({ status: 503, code: 'index_unavailable' });
  await expect.poll(() => ask().catch(() => 'refused')).toEqual([{ n: '2' }]);
  expect((await verify(house.store, engines)).differences).toEqual([]);
});

const outcome = [() => 'reached', () => 'refused'] as const;
