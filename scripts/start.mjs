// `npm start`: install, build, serve. What is passed after `--` goes to `muster start`.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import {
  installDependencies,
  requireSupportedNode,
  root,
  runScript,
} from './prepare-workspace.mjs';

requireSupportedNode();
installDependencies();
runScript('scripts/build.mjs');

const launcher = join(root, 'apps/server/bin/muster.cjs');
const server = spawn(launcher, ['start', ...process.argv.slice(2)], {
  stdio: 'inherit',
});

// A terminal sends Ctrl-C to the server itself: it is forwarded only where there is no terminal.
const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
process.on('SIGINT', () => {
  if (!hasTerminal) server.kill('SIGINT');
});
process.on('SIGTERM', () => server.kill('SIGTERM'));
process.on('SIGHUP', () => server.kill('SIGHUP'));

server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`);
  process.exitCode = 1;
});
server.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
});
