import { IndexEngineError, IndexSilentError, toIndexEngineError } from '../engine.ts';
import { askTimeoutMs, type ClickhouseNode, type LaneClient } from './clickhouse-node.ts';

/**
 * The servers in the order of the shards that they are in the cluster. Throws when they are not exactly its
 * shards: rows would be put where no question finds them.
 */
export async function findShards(
  nodes: readonly ClickhouseNode[],
  cluster: string,
  lane: LaneClient,
): Promise<ClickhouseNode[]> {
  const places = await Promise.all(nodes.map((node) => readPlace(node, cluster, lane)));
  for (const { shards, replicas } of places) {
    if (shards === 0) {
      throw new IndexEngineError(`A server of CLICKHOUSE_URL knows no cluster "${cluster}"`);
    }
    if (replicas > shards) {
      throw new IndexEngineError(
        `The cluster "${cluster}" has replicas: Muster keeps each row of the index once, and can make it anew`,
      );
    }
    if (shards !== nodes.length) {
      throw new IndexEngineError(
        `The cluster "${cluster}" has ${shards} shards, but CLICKHOUSE_URL names ${nodes.length} servers: name each`,
      );
    }
  }
  const numbers = places.map(({ own }) => own);
  return nodes.map((_, at) => {
    const node = nodes[numbers.indexOf(at + 1)];
    if (node !== undefined) return node;
    const said = numbers.map((number) => number || 'none').join(', ');
    throw new IndexEngineError(
      `The servers of CLICKHOUSE_URL must each be another shard of "${cluster}"; by their own word they are: ${said}`,
    );
  });
}

interface Place {
  /** 0 when it does not find itself in the cluster. */
  own: number;
  shards: number;
  replicas: number;
}

async function readPlace(node: ClickhouseNode, cluster: string, lane: LaneClient): Promise<Place> {
  const limit = AbortSignal.timeout(askTimeoutMs);
  try {
    const client = await node.connect(lane);
    const result = await client.query({
      query: `SELECT uniqExact(shard_num) AS shards, count() AS replicas,
        maxIf(shard_num, is_local) AS own FROM system.clusters WHERE cluster = {cluster:String}`,
      query_params: { cluster },
      abort_signal: limit,
      format: 'JSONEachRow',
    });
    const [row] = await result.json<Record<keyof Place, string>>();
    return {
      own: Number(row?.own ?? 0),
      shards: Number(row?.shards ?? 0),
      replicas: Number(row?.replicas ?? 0),
    };
  } catch (error) {
    throw limit.aborted ? new IndexSilentError() : toIndexEngineError(error);
  }
}
