import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

/** A real PostgreSQL server for tests, on a free port of 127.0.0.1, with nothing in it. */
export interface Postgres {
  /** Creates an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server as a crash would and starts it again on its data; connections are lost. */
  restart(): Promise<void>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

type Report = { ready: number } | { restarted: true } | { failed: string };

const supervisor = new URL('./postgres-supervisor.mjs', import.meta.url).pathname;

/**
 * Starts a server, in about two seconds. It also ends when this process does, however badly: a
 * supervisor that holds the other end of a pipe stops it and removes its folder.
 *
 * @param settings of the server by name, e.g. `shared_buffers`, where a test's small ones will not do
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<Postgres> {
  // In a group of its own: what ends this process's group must not end who cleans up after it.
  const child = spawn(process.execPath, [supervisor], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      LC_ALL: 'C',
      POSTGRES_SETTINGS: JSON.stringify(settings),
    },
  });
  const reports = readReports(child);
  const started = await reports.next();
  if (!('ready' in started)) {
    throw new Error(`PostgreSQL did not start: ${'failed' in started ? started.failed : ''}`);
  }
  const url = (database: string) => `postgres://muster@127.0.0.1:${started.ready}/${database}`;
  let databases = 0;

  return {
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      const client = new Client({ connectionString: url('postgres') });
      await client.connect();
      try {
        await client.query(`create database ${name}`);
      } finally {
        await client.end();
      }
      return url(name);
    },
    async restart() {
      child.stdin?.write('restart\n');
      await reports.next();
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin?.end();
      await ended;
    },
  };
}

/** The supervisor's reports, one a line; rejects when it ends without one. */
function readReports(child: ChildProcess): { next(): Promise<Report> } {
  if (child.stdout === null) throw new Error('The supervisor has no standard output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error('The supervisor of PostgreSQL ended.');
      const report: Report = JSON.parse(value);
      return report;
    },
  };
}
