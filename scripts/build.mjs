// Bundles the server into apps/server/dist (the program and the one of its intake thread: our own
// packages inside, npm's outside), the browser SDK into packages/sdk/dist and the dashboard into
// apps/dashboard/dist.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildSdk } from './build-sdk.mjs';
import { root } from './prepare-workspace.mjs';

const server = join(root, 'apps/server');
const { dependencies } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'));
const external = Object.keys(dependencies).filter((name) => !name.startsWith('@muster/'));
const startedAt = performance.now();

await build({
  entryPoints: [join(server, 'src/main.ts'), join(server, 'src/intake-main.ts')],
  outdir: join(server, 'dist'),
  bundle: true,
  external,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
});
await buildSdk();
console.error(`Built the server and the SDK in ${Math.round(performance.now() - startedAt)} ms.`);

// In a process of its own, as the gate runs its tools: the configuration is TypeScript.
const { status, error } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
  { cwd: join(root, 'apps/dashboard'), stdio: 'inherit' },
);
if (error) throw error;
if (status !== 0) process.exit(status ?? 1);
console.error(`Built all in ${Math.round(performance.now() - startedAt)} ms.`);
