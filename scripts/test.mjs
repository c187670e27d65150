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
// Some suites start the built server, and the journeys a browser.
runScript('scripts/build.mjs');
// Only now, since it asks a package that was not there before.
const { ensureBrowser } = await import('./ensure-browser.mjs');
const browser = ensureBrowser();
// The journeys then fail, each saying so; every other suite still runs.
if ('missing' in browser) console.error(browser.missing);

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
