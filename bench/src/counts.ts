// Twelve segments counted by what `compile` makes of them and by SQL written by hand for the same
// question, turn by turn on the same engine; then all twelve in one query.
//   npm run bench -- counts [--users 1000000] [--events 10000000] [--rounds 9] [--folder <keep it here>] [--setup cluster]
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openIndexEngines } from '../../apps/server/src/index/open-index-engines.ts';
import { residentMegabytes } from './measure/memory.ts';
import { measure, median } from './measure/statistics.ts';
import { fillIndex, makeTables } from './population/fill-index.ts';
import { createIndexCounter } from './population/index-counter.ts';
import { benchSegments } from './population/segments.ts';
import { startBenchSetup } from './setup/bench-setup.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '9' },
    folder: { type: 'string' },
    setup: { type: 'string', default: 'embedded' },
  },
});
const rounds = Number(values.rounds);
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'muster-bench-'));
const isFilled = values.folder !== undefined && existsSync(join(values.folder, 'store'));

const setup = await startBenchSetup(values.setup, false);
const engines = await openIndexEngines({ directory: folder, clickhouse: setup.clickhouse });
const engine = engines.dashboard;

const { askTrees, askByHand } = createIndexCounter(engine);

try {
  if (!isFilled) {
    await makeTables(engines.indexer);
    await fillIndex(engines.indexer, Number(values.users), Number(values.events));
  }
  const before = residentMegabytes();
  console.log('| segment | users | ours (ms) | by hand (ms) | ratio |\n|---|---:|---:|---:|---:|');
  let sum = 0;
  for (const { name, tree, handWritten } of benchSegments) {
    const ours: number[] = [];
    const byHand: number[] = [];
    let count = 0;
    for (let round = 0; round < rounds; round += 1) {
      // Whoever is first warms the caches of the other, so they take turns.
      const sides = [
        async () => {
          const { ms, result } = await measure(() => askTrees([tree]));
          ours.push(ms);
          return result[0];
        },
        async () => {
          const { ms, result } = await measure(() => askByHand([handWritten]));
          byHand.push(ms);
          return result[0];
        },
      ];
      if (round % 2 === 1) sides.reverse();
      const [one, other] = [await sides[0]?.(), await sides[1]?.()];
      if (one !== other) throw new Error(`${name}: ${one} and ${other} users`);
      count = one ?? 0;
    }
    sum += median(ours);
    console.log(
      `| ${name} | ${count} | ${median(ours).toFixed(0)} | ${median(byHand).toFixed(0)} | ${(median(ours) / median(byHand)).toFixed(2)} |`,
    );
  }
  const together: number[] = [];
  const togetherByHand: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    together.push((await measure(() => askTrees(benchSegments.map(({ tree }) => tree)))).ms);
    togetherByHand.push(
      (await measure(() => askByHand(benchSegments.map(({ handWritten }) => handWritten)))).ms,
    );
  }
  console.log(
    `| all twelve in one query | | ${median(together).toFixed(0)} | ${median(togetherByHand).toFixed(0)} | ${(median(together) / median(togetherByHand)).toFixed(2)} |`,
  );
  console.log(
    `\nSum of the twelve one by one: ${sum.toFixed(0)} ms; together: ${(median(together) / sum).toFixed(2)} of it.`,
  );
  const { now, peak } = residentMegabytes();
  console.log(
    `Memory: ${Math.round(before.now)} MB before, ${Math.round(now)} MB after, at most ${Math.round(peak)} MB.`,
  );
} finally {
  await engines.close();
  await setup.stop();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
