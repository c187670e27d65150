import type { IndexCluster, IndexEngine } from '../engine.ts';

/** The shards of a cluster as one engine; `all` asks them together. */
export function joinShards(all: IndexEngine, cluster: IndexCluster): IndexEngine {
  const { shards } = cluster;
  return {
    kind: all.kind,
    cluster,
    get fence() {
      return all.fence;
    },
    query: (statement, options) => all.query(statement, options),
    stream: (statement, options) => all.stream(statement, options),
    streamBlocks: (statement, options) => all.streamBlocks(statement, options),
    async insert(table, rows) {
      await shards[0]?.insert(table, rows);
    },
    async execute(statement) {
      const outcomes = await Promise.allSettled(shards.map((shard) => shard.execute(statement)));
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
  };
}
