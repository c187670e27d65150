import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ClickhouseLocation } from '../src/index/clickhouse/open-clickhouse.ts';

/** A real ClickHouse server on 127.0.0.1, with data of its own. */
export interface ClickhouseServer {
  /** For `CLICKHOUSE_URL`; each call names a database that is not there yet. */
  url(): string;
  /** Ends it as a power cut would; the data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports. */
  start(): Promise<void>;
  /** Lets it hang: it takes connections and says nothing. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Real ClickHouse servers that know each other as the shards of a cluster. */
export interface ClickhouseCluster {
  /** Each call names a database that is not there yet. */
  location(): ClickhouseLocation;
  servers: readonly ClickhouseServer[];
  stop(): Promise<void>;
}

interface Ports {
  http: number;
  /** Where other shards reach it. */
  tcp: number;
  /** Where its own process does: by this port it takes itself for one of a cluster. */
  own: number;
}

/** Starts a server on free ports and resolves when it answers. */
export async function startClickhouseServer(): Promise<ClickhouseServer> {
  return startServer(await findPorts(), '');
}

const clusterName = 'shards';

/** Starts the servers of a cluster and resolves when all answer. */
export async function startClickhouseCluster(count = 3): Promise<ClickhouseCluster> {
  const ports: Ports[] = [];
  for (let at = 0; at < count; at += 1) ports.push(await findPorts());
  const nameShards = (self: Ports) => {
    const shards = ports.map((one) => {
      const port = one === self ? one.own : one.tcp;
      return `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`;
    });
    return `<remote_servers><${clusterName}>${shards.join('')}</${clusterName}></remote_servers>`;
  };
  const servers = await Promise.all(ports.map((one) => startServer(one, nameShards(one))));
  let databases = 0;
  return {
    servers,
    location() {
      databases += 1;
      const [first = '', ...others] = ports.map(
        ({ http }) => `http://127.0.0.1:${http}/test_${databases}`,
      );
      return { urls: [first, ...others], cluster: clusterName };
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function startServer(ports: Ports, furtherConfig: string): Promise<ClickhouseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-clickhouse-'));
  const config = join(folder, 'config.xml');
  writeFileSync(config, `<clickhouse>${configuration}${furtherConfig}</clickhouse>\n`);
  let child: ChildProcess | undefined;
  let databaseCount = 0;

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function start(): Promise<void> {
    const script = fileURLToPath(new URL('clickhouse-server-process.mjs', import.meta.url));
    const listening = [ports.http, ports.tcp, ports.own].map(String);
    const parameters = [findLibrary(), join(folder, 'data'), config, ...listening];
    const server = spawn(process.execPath, [script, ...parameters], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = server;
    let complaints = '';
    server.stderr.on('data', (chunk) => {
      complaints = `${complaints}${chunk}`.slice(-2_000);
    });
    server.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL')
        console.error(`The ClickHouse server ended by itself (${signal ?? code}): ${complaints}`);
    });
    while (!(await answers(ports.http))) {
      if (server.exitCode !== null || server.signalCode !== null) {
        throw new Error(`The ClickHouse server did not start: ${complaints}`);
      }
      await sleep(50);
    }
  }

  await start();
  return {
    url: () => `http://127.0.0.1:${ports.http}/test_${++databaseCount}`,
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configuration = `
  <max_server_memory_usage>1500000000</max_server_memory_usage>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <http_max_uri_size>16777216</http_max_uri_size>
`;

async function findPorts(): Promise<Ports> {
  return { http: await findFreePort(), tcp: await findFreePort(), own: await findFreePort() };
}

/** chDB's library, in the package for this platform that chDB itself loads. */
function findLibrary(): string {
  const require = createRequire(import.meta.url);
  const chdb = createRequire(realpathSync(require.resolve('chdb')));
  const { platform, arch } = process;
  const name = `@chdb/lib-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`;
  return join(dirname(chdb.resolve(`${name}/package.json`)), 'libchdb.so');
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ping`)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}
