import { startClickhouseCluster, startClickhouseServer } from './clickhouse-server.ts';
import { startPostgres } from './postgres.ts';
import { chosenSetup } from './setups.ts';

const stops: (() => Promise<void>)[] = [];

/**
 * Starts the servers of the chosen set-up once for a run of all suites, and tells where they are: each test file
 * makes databases of its own on them.
 */
export async function setup(): Promise<void> {
  if (chosenSetup !== undefined && chosenSetup !== 'embedded') {
    const postgres = await startPostgres();
    stops.push(postgres.stop);
    process.env.MUSTER_TEST_DATABASE_URL = new URL(
      '/postgres',
      await postgres.createDatabase(),
    ).href;
  }
  if (chosenSetup === 'clickhouse') {
    const server = await startClickhouseServer();
    stops.push(server.stop);
    process.env.MUSTER_TEST_CLICKHOUSE = JSON.stringify({
      urls: [new URL('/', server.url()).href],
    });
  }
  if (chosenSetup === 'cluster') {
    const { location, stop } = await startClickhouseCluster();
    stops.push(stop);
    const { urls, cluster } = location();
    const bare = urls.map((url) => new URL('/', url).href);
    process.env.MUSTER_TEST_CLICKHOUSE = JSON.stringify({ urls: bare, cluster });
  }
}

export async function teardown(): Promise<void> {
  for (const stop of stops.splice(0)) await stop();
}
