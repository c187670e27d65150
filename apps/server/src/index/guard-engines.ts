import type { IndexEngine, IndexEngines } from './engine.ts';

/** The same engines, which write nothing once `check` throws. */
export function guardEngines(engines: IndexEngines, check: () => void): IndexEngines {
  return {
    ...engines,
    indexer: guardEngine(engines.indexer, check),
    background: guardEngine(engines.background, check),
    async reset() {
      check();
      await engines.reset();
    },
  };
}

function guardEngine(engine: IndexEngine, check: () => void): IndexEngine {
  return {
    kind: engine.kind,
    shard: engine.shard,
    cluster: engine.cluster && {
      ...engine.cluster,
      shards: engine.cluster.shards.map((shard) => guardEngine(shard, check)),
    },
    get fence() {
      return engine.fence;
    },
    query: (statement, options) => engine.query(statement, options),
    stream: (statement, options) => engine.stream(statement, options),
    streamBlocks: (statement, options) => engine.streamBlocks(statement, options),
    async insert(table, rows) {
      check();
      await engine.insert(table, rows);
    },
    async execute(statement) {
      check();
      await engine.execute(statement);
    },
  };
}
