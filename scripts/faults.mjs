// `npm run faults`: servers are killed, cut off, filled up and confused under load, as often and as long as
// said in docs/self-hosting.md; about a quarter of an hour. `npm run faults -- killed` runs those alone whose
// file has the word. The same in a short form is part of `npm test`.
//   MUSTER_FAULTS_SEED=<seed>   what a run printed, to try the same again
import { spawnSync } from 'node:child_process';
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

const words = process.argv.slice(2);
const files = words.length > 0 ? words.map((word) => `test/faults/${word}`) : ['test/faults/'];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
// One after the other: each should have the machine to itself.
const parameters = ['run', '--project', 'server', '--no-file-parallelism', ...files];
const { status } = spawnSync(process.execPath, [vitest, ...parameters], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MUSTER_FAULTS: 'long' },
});
process.exitCode = status ?? 1;
