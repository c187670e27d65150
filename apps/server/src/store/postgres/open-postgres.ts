import { Pool, type PoolClient, types } from 'pg';
import type { TransactionSource } from '../sql-store.ts';
import { StoreError } from '../store-errors.ts';
import { connectPostgres } from './postgres-connection.ts';
import { explainPostgresError } from './postgres-errors.ts';

const oldestVersion = 14;
const mostConnections = 10;

/**
 * Everything here is read by key, in the order of the key. Without statistics, as after a first load,
 * the planner would rather collect and sort all that is left of a project for each batch of a scan.
 */
const followKeys = `
  set local enable_seqscan = off;
  set local enable_bitmapscan = off;
  set local enable_hashjoin = off;
  set local enable_mergejoin = off;
  set local jit = off`;

/**
 * One writer at a time in the whole database, whichever process it is of: positions of the change log
 * become visible in order, and nothing read in a write changes before it is committed. A process
 * that hangs in the middle loses its transaction, and a server told not to wait for its disk is told
 * to wait for this one.
 */
const beginWrite = `
  begin isolation level read committed, read write;${followKeys};
  set local lock_timeout = '30s';
  set local idle_in_transaction_session_timeout = '60s';
  select set_config('synchronous_commit', 'on', true)
    where current_setting('synchronous_commit') in ('off', 'local');
  select pg_advisory_xact_lock(7598263, 1)`;

const beginRead = `begin isolation level repeatable read, read only;${followKeys}`;

/** Connects to the server. Throws a `StoreError` when it cannot be reached or cannot be used. */
export async function openPostgres(databaseUrl: string): Promise<TransactionSource> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: mostConnections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'muster',
    types: { getTypeParser: getTypeParser as typeof types.getTypeParser },
  });
  // An idle connection broke. The pool has dropped it; who needs one next gets a new one or an error.
  pool.on('error', () => undefined);

  async function run<T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    // The statement under way, or the next one, rejects with it; unheard it would end the process.
    const ignore = () => undefined;
    client.on('error', ignore);
    let isBroken = false;
    try {
      await client.query(begin);
      return await work(client);
    } catch (error) {
      isBroken = !(await rollBack(client));
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(isBroken);
    }
  }

  try {
    await checkServer(pool);
  } catch (error) {
    await pool.end();
    throw explainPostgresError(error);
  }
  return {
    kind: 'postgres',
    inWrite: (work) =>
      run(beginWrite, async (client) => {
        const result = await work(connectPostgres(client));
        const { command } = await client.query('commit');
        // What a commit of a failed transaction does, and reports as a success.
        if (command !== 'COMMIT') throw new Error(`PostgreSQL answered a commit with ${command}.`);
        return result;
      }),
    inRead: (work) =>
      run(beginRead, async (client) => {
        const result = await work(connectPostgres(client));
        await client.query('commit');
        return result;
      }),
    explain: explainPostgresError,
    close: () => pool.end(),
  };
}

/** False when the connection is of no more use. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    // The error that led here says more than this one; the server rolls back what it loses sight of.
    return false;
  }
}

async function checkServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding`,
  );
  const [server] = rows;
  if (server === undefined || server.version < oldestVersion * 10_000) {
    throw new StoreError(`Muster needs PostgreSQL ${oldestVersion} or later.`);
  }
  if (server.encoding !== 'UTF8') {
    throw new StoreError(`The database must be in UTF8, not in ${server.encoding}.`);
  }
}

/** 64-bit integers as numbers: none here comes near 2^53. They are strings otherwise. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === types.builtins.INT8 && format !== 'binary') return Number;
  return types.getTypeParser(oid, format);
}
