// `npm run bench:peers -- --part <part> …`: installs what Muster is measured against into folders of its own,
// unless it is there, and runs bench/src/peers.ts.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installFolder, root, runScript } from './prepare-workspace.mjs';

const { values } = parseArgs({ options: { part: { type: 'string' } }, strict: false });

installFolder('bench/peers');
if (values.part === 'server') installFolder('bench/peers/unleash-server');
if (values.part === 'server' || values.part === 'size') runScript('scripts/build.mjs');

const { status } = spawnSync(
  process.execPath,
  [join(root, 'scripts/bench.mjs'), 'peers', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
