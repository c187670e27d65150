import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexEngine, IndexEngines } from '../../../../apps/server/src/index/engine.ts';
import { openIndexEngines } from '../../../../apps/server/src/index/open-index-engines.ts';
import { plain } from '../../../../apps/server/src/index/schema.ts';
import { measure, median } from '../../measure/statistics.ts';
import { type Bar, drawBars } from '../../plot/draw-bars.ts';
import { fillIndex, makeTables } from '../../population/fill-index.ts';
import { createIndexCounter } from '../../population/index-counter.ts';
import { benchSegments } from '../../population/segments.ts';
import { type Counter, checkCount } from './counter.ts';
import { openDuckdb, openPostgres } from './databases.ts';
import { createFoundCounts } from './found-counts.ts';
import { typedClickhouse } from './hand-written.ts';
import { createKeptCounts } from './kept-counts.ts';
import { createSiftScan } from './sift-scan.ts';
import { createSqlCounter } from './sql-counter.ts';
import { exportTables, makeTypedTables } from './tables.ts';

export interface PopulationSizes {
  users: number;
  events: number;
  rounds: number;
  /** Where the index is kept for another run; absent: nowhere. */
  folder?: string | undefined;
  /** A file for the plot of all twelve in one question; absent: none. */
  plot?: string | undefined;
  /** Some of `duckdb`, `postgres` and `sift`, which take long to be filled. */
  peers: readonly string[];
}

/** The twelve segments counted by ours and by each peer, turn by turn; all counts have to be equal. */
export async function runPopulation(sizes: PopulationSizes): Promise<void> {
  const folder = sizes.folder ?? mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const isFilled = existsSync(join(folder, 'store'));
  const engines = await openIndexEngines({ directory: folder, clickhouse: undefined });
  const counters: Counter[] = [];
  try {
    if (!isFilled) {
      await makeTables(engines.indexer);
      await fillIndex(engines.indexer, sizes.users, sizes.events);
    }
    counters.push(...(await openAll(engines, folder, sizes)));
    await compareAll(counters, sizes);
  } finally {
    for (const { close } of counters) await close?.();
    await engines.close();
    if (sizes.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function openAll(
  { indexer, dashboard: engine }: IndexEngines,
  folder: string,
  { users, peers }: PopulationSizes,
): Promise<Counter[]> {
  await makeTypedTables(indexer);
  const isWanted = (peer: string) => peers.includes(peer);
  const needsFiles = isWanted('duckdb') || isWanted('postgres');
  const files = needsFiles ? await exportTables(indexer, folder) : { users: '', events: '' };
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const { ms, result } = await measure(work);
    console.log(`${what}: ready in ${(ms / 1000).toFixed(1)} s`);
    return result;
  };
  const askClickhouse = async (sql: string) => {
    const [row] = await engine.query<Record<string, string>>(plain(sql), { maxSeconds: 300 });
    return Object.values(row ?? {});
  };
  const counters = [
    await timed('columns in memory', () => createFoundCounts(engine)),
    createOurs(engine),
    await timed('kept counts', () => createKeptCounts(engine)),
    createByHand(engine),
    createSqlCounter('ClickHouse by hand, typed columns', typedClickhouse, askClickhouse),
  ];
  if (isWanted('duckdb')) counters.push(await timed('DuckDB', () => openDuckdb(files)));
  if (isWanted('postgres')) {
    counters.push(...(await timed('PostgreSQL', () => openPostgres(files))));
  }
  if (isWanted('sift')) {
    counters.push(await timed('documents for sift', async () => createSiftScan(users)));
  }
  return counters;
}

/** A question that is not saved: tree to plan to SQL to answer. */
function createOurs(engine: IndexEngine): Counter {
  const { askTrees } = createIndexCounter(engine);
  const trees = benchSegments.map(({ tree }) => tree);
  return {
    name: 'ours, not saved: the index',
    says: trees.map((_, place) => place),
    countEach: async (place) => (await askTrees(trees.slice(place, place + 1)))[0] ?? Number.NaN,
    countAll: () => askTrees(trees),
  };
}

/** On the same tables as ours. */
function createByHand(engine: IndexEngine): Counter {
  const { askByHand } = createIndexCounter(engine);
  const predicates = benchSegments.map(({ handWritten }) => handWritten);
  return {
    name: 'ClickHouse by hand, JSON columns',
    says: predicates.map((_, place) => place),
    countEach: async (place) =>
      (await askByHand(predicates.slice(place, place + 1)))[0] ?? Number.NaN,
    countAll: () => askByHand(predicates),
  };
}

async function compareAll(
  counters: readonly Counter[],
  { rounds, users, events, plot }: PopulationSizes,
): Promise<void> {
  const each = counters.map(() => benchSegments.map((): number[] => []));
  const together = counters.map((): number[] => []);
  const expected: number[] = [];
  const [first] = counters;
  const check = (place: number, name: string, count: number) => {
    expected[place] ??= count;
    const segment = benchSegments[place]?.name ?? '';
    checkCount(segment, [first?.name ?? '', expected[place]], [name, count]);
  };
  // One turn more than is counted: it warms up.
  for (let round = -1; round < rounds; round += 1) {
    for (const [at, { name, says, countEach, countAll }] of counters.entries()) {
      for (const place of says) {
        const { ms, result } = await measure(() => countEach(place));
        check(place, name, result);
        if (round >= 0) each[at]?.[place]?.push(ms);
      }
      if (countAll === undefined) continue;
      const { ms, result } = await measure(countAll);
      for (const [i, place] of says.entries()) check(place, name, result[i] ?? Number.NaN);
      if (round >= 0) together[at]?.push(ms);
    }
  }
  show(counters, each, together, expected);
  if (plot === undefined) return;
  const bars = counters.flatMap(({ name }, at): Bar[] => {
    const ms = together[at] ?? [];
    return ms.length === 0 ? [] : [{ name, value: median(ms), isOurs: name.startsWith('ours') }];
  });
  const title = `Twelve segments over ${tellCount(users)} users and ${tellCount(events)} events`;
  writeFileSync(plot, drawBars(title, 'ms', bars));
}

const tellCount = (count: number) => count.toLocaleString('en-US');

function show(
  counters: readonly Counter[],
  each: readonly (readonly number[][])[],
  together: readonly (readonly number[])[],
  expected: readonly number[],
): void {
  const tell = (ms: readonly number[] | undefined) =>
    ms === undefined || ms.length === 0 ? undefined : median(ms);
  const write = (ms: number | undefined) =>
    ms === undefined ? '–' : ms < 1 ? ms.toFixed(3) : ms.toFixed(0);
  console.log(`\nMilliseconds, medians; every count is the same.\n`);
  console.log(`| segment | users | ${counters.map(({ name }) => name).join(' | ')} |`);
  console.log(`|---|---:|${counters.map(() => '---:|').join('')}`);
  for (const [place, { name }] of benchSegments.entries()) {
    const cells = each.map((own) => write(tell(own[place])));
    console.log(`| ${name} | ${expected[place]} | ${cells.join(' | ')} |`);
  }
  const sums = each.map((own) => own.reduce((sum, ms) => sum + (tell(ms) ?? 0), 0));
  const row = (what: string, cells: readonly (number | undefined)[]) =>
    console.log(`| ${what} | | ${cells.map(write).join(' | ')} |`);
  row('the sum', sums);
  const all = together.map(tell);
  row('all twelve in one question', all);
  const ours = all[0] ?? Number.NaN;
  const ratios = all.map((ms) => (ms === undefined ? '–' : tellRatio(ms / ours)));
  console.log(`| times ours, not saved | | ${ratios.join(' | ')} |`);
}

function tellRatio(ratio: number): string {
  return ratio < 0.01 ? 'less than 0.01' : ratio.toFixed(2);
}
