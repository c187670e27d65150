import {
  type ClickhouseCluster,
  startClickhouseCluster,
} from '../../../apps/server/test/clickhouse-server.ts';
import { startPostgres } from '../../../apps/server/test/postgres.ts';

/** What a benchmark runs on: SQLite and chDB, PostgreSQL and chDB, or PostgreSQL and three ClickHouse servers on the same machine. */
export interface BenchSetup {
  /** For a server. */
  environment: Record<string, string>;
  /** For an index that is opened without one. */
  clickhouse?: ReturnType<ClickhouseCluster['location']>;
  stop(): Promise<void>;
}

/**
 * @param name `embedded`, `postgres` (and chDB) or `cluster`
 * @param withStore whether PostgreSQL is wanted on a cluster
 */
export async function startBenchSetup(name: string, withStore = true): Promise<BenchSetup> {
  if (!['embedded', 'postgres', 'cluster'].includes(name)) {
    throw new Error(`--setup must be embedded, postgres or cluster, not ${name}.`);
  }
  const postgres = name !== 'embedded' && withStore ? await startPostgres() : undefined;
  const cluster = name === 'cluster' ? await startClickhouseCluster() : undefined;
  const clickhouse = cluster?.location();
  return {
    environment: {
      ...(postgres && { DATABASE_URL: await postgres.createDatabase() }),
      ...(clickhouse && {
        CLICKHOUSE_URL: clickhouse.urls.join(','),
        CLICKHOUSE_CLUSTER: clickhouse.cluster ?? '',
      }),
    },
    ...(clickhouse && { clickhouse }),
    async stop() {
      await cluster?.stop();
      await postgres?.stop();
    },
  };
}
