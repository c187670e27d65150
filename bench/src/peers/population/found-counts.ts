import type { IndexEngine } from '../../../../apps/server/src/index/engine.ts';
import type { IndexQuestions } from '../../../../apps/server/src/modules/audience/ask-index.ts';
import { createColumnLoader } from '../../../../apps/server/src/modules/columns/column-loader.ts';
import { createPopulation } from '../../../../apps/server/src/modules/columns/population.ts';
import { countBits } from '../../../../apps/server/src/modules/membership/bitset.ts';
import { readEveryone } from '../../../../apps/server/src/modules/membership/read-filling.ts';
import { resolveTrees } from '../../population/index-counter.ts';
import { benchSegments } from '../../population/segments.ts';
import type { Counter } from './counter.ts';

/** The index's questions without a server around them. */
export function askEngine(engine: IndexEngine): IndexQuestions {
  return {
    ask: (statement) => engine.query(statement, { maxSeconds: 300 }),
    async readBlocks(statement, _, onBlock) {
      for await (const block of engine.streamBlocks(statement, { maxSeconds: 300 }))
        await onBlock(block);
    },
    waitForIndex: async () => 0,
  };
}

/**
 * Trees that nobody has saved, counted on the columns that the server keeps in memory, which are loaded from the index
 * before. Tree to plan to answer, each time.
 */
export async function createFoundCounts(engine: IndexEngine): Promise<Counter> {
  const questions = askEngine(engine);
  const parts = { questions, project: 1, signal: new AbortController().signal };
  const everyone = await readEveryone(parts);
  const population = createPopulation();
  const loader = createColumnLoader({
    ...{
      ...parts,
      logger: { info: console.error },
      headPosition: async () => 1,
      allows: () => true,
    },
    lastNumber: () => everyone.words.length * 32,
  });
  const trees = benchSegments.map(({ tree }) => tree);
  async function find(places: readonly number[]): Promise<number[] | undefined> {
    const plans = resolveTrees(places.flatMap((place) => trees[place] ?? []));
    return (await population.find(plans, everyone))?.map(countBits);
  }
  const all = [...trees.keys()];
  while ((await find(all)) === undefined) {
    loader.goOn({ population, position: 1 });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log(`columns in memory: ${Math.round(population.bytes() / 1e6)} MB`);
  const count = async (places: readonly number[]) => (await find(places)) ?? [];
  return {
    name: 'ours, not saved: columns in memory',
    says: all,
    countEach: async (place) => (await count([place]))[0] ?? Number.NaN,
    countAll: () => count(all),
  };
}
