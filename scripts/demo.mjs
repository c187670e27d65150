// `npm run demo`: a small shop that speaks to a running Muster.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, requireSupportedNode, root } from './prepare-workspace.mjs';

requireSupportedNode();
installDependencies();

const { status, signal } = spawnSync(
  process.execPath,
  ['--import', 'tsx', join(root, 'e2e/demo-page/main.ts')],
  { stdio: 'inherit', cwd: root },
);
process.exitCode = signal === 'SIGINT' ? 0 : (status ?? 1);
