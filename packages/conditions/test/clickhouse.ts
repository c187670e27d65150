import { randomUUID } from 'node:crypto';
import type { Statement } from '../src/sql.ts';
import { type TestEngine, writeParameter } from './chdb.ts';
import { listIndexTables } from './index-tables.ts';

/** Servers of ClickHouse: one, or the shards of a cluster. */
export interface TestServers {
  urls: readonly [string, ...string[]];
  cluster?: string;
}

const settings = {
  output_format_json_quote_64bit_integers: '1',
  max_query_size: '67108864',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '1000000',
  input_format_try_infer_dates: '0',
  input_format_try_infer_datetimes: '0',
  // As the server asks a cluster (settings.ts); rows are there when they are acknowledged.
  distributed_product_mode: 'global',
  skip_unavailable_shards: '0',
  distributed_foreground_insert: '1',
};

/** The tables of the index on servers over HTTP, spread over all by the number of the user. */
export async function openServerEngine({ urls, cluster }: TestServers): Promise<TestEngine> {
  const database = `agreement_${randomUUID().replaceAll('-', '')}`;
  const [first] = urls;

  async function post(
    url: string,
    body: string,
    parameters: Record<string, string> = {},
  ): Promise<string> {
    const address = new URL(url);
    for (const [name, value] of Object.entries({ ...settings, ...parameters })) {
      address.searchParams.set(name, value);
    }
    const response = await fetch(address, { method: 'POST', body });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  for (const url of urls) {
    await post(url, `CREATE DATABASE ${database}`);
    await post(url, `CREATE DATABASE ${database}_all`);
    for (const { name, columns, engine } of listIndexTables()) {
      await post(url, `CREATE TABLE ${database}.${name} (${columns}) ENGINE = ${engine}`);
      if (cluster === undefined) continue;
      const spread = `Distributed('${cluster}', '${database}', '${name}', number)`;
      await post(url, `CREATE TABLE ${database}_all.${name} (${columns}) ENGINE = ${spread}`);
    }
  }
  const shown = cluster === undefined ? database : `${database}_all`;
  return {
    async query<Row>({ text, parameters }: Statement) {
      const values = parameters.map((one, i) => [`param_p${i}`, writeParameter(one)]);
      const answer = await post(first, text, {
        ...Object.fromEntries(values),
        database: shown,
        default_format: 'JSONEachRow',
      });
      const lines = answer.split('\n').filter((line) => line !== '');
      return lines.map((line): Row => JSON.parse(line));
    },
    async insert(table, ndjson) {
      await post(first, `INSERT INTO ${table} FORMAT JSONEachRow\n${ndjson}`, { database: shown });
    },
    async execute(text) {
      await post(first, text, { database: shown });
    },
    close() {},
  };
}
