import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { ClickhouseLocation } from '../src/index/clickhouse/open-clickhouse.ts';

// Where the servers of the chosen set-up are, `start-setup.ts` has said.
const { MUSTER_TEST_DATABASE_URL: serverUrl, MUSTER_TEST_CLICKHOUSE: clickhouse } = process.env;

/** An empty database on the PostgreSQL of the set-up; `undefined` where SQLite is to be used. */
export async function createSetupDatabase(): Promise<string | undefined> {
  if (serverUrl === undefined) return undefined;
  const name = makeName();
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return new URL(`/${name}`, serverUrl).href;
}

/** A place for an index on the ClickHouse of the set-up; `undefined` where chDB is to be used. */
export function locateSetupIndex(): ClickhouseLocation | undefined {
  if (clickhouse === undefined) return undefined;
  const { urls, cluster }: ClickhouseLocation = JSON.parse(clickhouse);
  const name = makeName();
  const [first, ...others] = urls.map((url) => new URL(`/${name}`, url).href);
  return { urls: [first as string, ...others], cluster };
}

function makeName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}
