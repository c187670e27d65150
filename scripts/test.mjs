// `npm test`: install, then every suite. What is passed after `--` goes to vitest.
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
// Some suites start the built server. A browser for journeys would be made ready here, too.
runScript('scripts/build.mjs');

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
