import {
  type ClickhouseCluster,
  startClickhouseCluster,
} from '../../../apps/server/test/clickhouse-server.ts';
import { startPostgres } from '../../../apps/server/test/postgres.ts';

/** What a benchmark runs on: SQLite and chDB, or PostgreSQL and three ClickHouse servers on the same machine. */
export interface BenchSetup {
  /** For a server. */
  environment: Record<string, string>;
  /** For an index that is opened without one. */
  clickhouse?: ReturnType<ClickhouseCluster['location']>;
  stop(): Promise<void>;
}

/** @param withStore whether PostgreSQL is wanted, too */
export async function startBenchSetup(name: string, withStore = true): Promise<BenchSetup> {
  if (name === 'embedded') return { environment: {}, stop: async () => undefined };
  if (name !== 'cluster') throw new Error(`--setup must be embedded or cluster, not ${name}.`);
  const postgres = withStore ? await startPostgres() : undefined;
  const { location, stop } = await startClickhouseCluster();
  const clickhouse = location();
  const { urls, cluster = '' } = clickhouse;
  return {
    environment: {
      CLICKHOUSE_URL: urls.join(','),
      CLICKHOUSE_CLUSTER: cluster,
      ...(postgres && { DATABASE_URL: await postgres.createDatabase() }),
    },
    clickhouse,
    async stop() {
      await stop();
      await postgres?.stop();
    },
  };
}
