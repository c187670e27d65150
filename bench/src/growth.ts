// How the cost of a question over events grows with them: the same questions of projects that have the same users
// and a hundredth, a tenth and all of the events, in turns.
//   npm run bench -- growth [--users 100000] [--events 10000000] [--rounds 9] [--folder <keep it here>] [--fill] [--plot <file.svg>]
// With --fill it only fills the folder.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile, createResolver, eventsColumns } from '@muster/conditions';
import { openIndexEngines } from '../../apps/server/src/index/open-index-engines.ts';
import { plain } from '../../apps/server/src/index/schema.ts';
import { selectCounts } from '../../apps/server/src/modules/audience/audience-sql.ts';
import { measure, median } from './measure/statistics.ts';
import { drawGrowth, type Series } from './plot/draw-growth.ts';
import { fillIndex, makeTables } from './population/fill-index.ts';
import { benchNow } from './population/population.ts';
import { benchSegments } from './population/segments.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    events: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '9' },
    folder: { type: 'string' },
    fill: { type: 'boolean', default: false },
    plot: { type: 'string' },
  },
});
const largest = Number(values.events);
const sizes = [largest / 100, largest / 10, largest];
const asked = ['exporters', 'big-buyers', 'silent', 'long-tail'];
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'muster-bench-'));
const isFilled = values.folder !== undefined && existsSync(join(values.folder, 'store'));
const engines = await openIndexEngines({ directory: folder });

async function count(project: number, tree: unknown): Promise<number> {
  const resolver = createResolver({
    now: benchNow,
    timeZone: 'UTC',
    segments: new Map(),
    experiences: new Map(),
    imports: new Set(),
  });
  const statement = selectCounts(project, [compile(resolver.resolve(tree), project)]);
  const [row] = await engines.dashboard.query<{ c0: string }>(statement, { maxSeconds: 300 });
  return Number(row?.c0);
}

async function fill(): Promise<void> {
  await makeTables(engines.indexer);
  const users = Number(values.users);
  for (const [at, events] of sizes.entries()) {
    await fillIndex(engines.indexer, users, at === 0 ? events : 0, at + 1);
    const copies = events / (sizes[at - 1] ?? events);
    for (let copy = 0; at > 0 && copy < copies; copy += 1) {
      await engines.indexer.execute(plain(copyEvents(at, at + 1, copy * 7919, users)));
    }
  }
}

/** The events of one project again in another, each given to somebody else: so the same names, days and values. */
function copyEvents(from: number, to: number, shift: number, users: number): string {
  const columns = Object.keys(eventsColumns);
  const values = columns.map((name) => {
    if (name === 'project') return `toUInt32(${to})`;
    return name === 'number' ? `toUInt32((number - 1 + ${shift}) % ${users} + 1)` : name;
  });
  return `INSERT INTO events (${columns.join(', ')})
    SELECT ${values.join(', ')} FROM events AS old WHERE old.project = ${from}`;
}

async function compare(): Promise<Series[]> {
  const series: Series[] = [];
  for (const { id, name, tree } of benchSegments.filter((segment) => asked.includes(segment.id))) {
    const times = sizes.map((): number[] => []);
    const counts: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const at of sizes.keys()) {
        const { ms, result } = await measure(() => count(at + 1, tree));
        times[at]?.push(ms);
        counts[at] = result;
      }
    }
    const points = sizes.map((events, at) => ({ events, ms: median(times[at] ?? []) }));
    series.push({ id, name, points });
    const told = points.map(({ ms }) => ms.toFixed(1)).join(' | ');
    const [small, middle, large] = points.map(({ ms }) => ms);
    const ratios = [(middle ?? 0) / (small ?? 1), (large ?? 0) / (middle ?? 1)];
    const factors = ratios.map((ratio) => ratio.toFixed(1)).join(' | ');
    console.log(`| ${name} | ${told} | ${factors} | ${counts.join(', ')} |`);
  }
  return series;
}

try {
  if (!isFilled) await fill();
  if (!values.fill) {
    console.log(
      `| segment | ${sizes.join(' (ms) | ')} events (ms) | times for the first ten times as many | for the second | users |`,
    );
    console.log('|---|---:|---:|---:|---:|---:|---|');
    const series = await compare();
    if (values.plot !== undefined) writeFileSync(values.plot, drawGrowth(series));
  }
} finally {
  await engines.close();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
