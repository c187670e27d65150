// Bundles the server into apps/server/dist (the program and the one of its intake thread), the browser
// SDK into packages/sdk/dist and the dashboard into apps/dashboard/dist.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildSdk } from './build-sdk.mjs';
import { root } from './prepare-workspace.mjs';

const server = join(root, 'apps/server');
// What brings machine code, which is found beside its own files; `pg` asks for its own in vain. All else is
// inside: hundreds of small files of npm would be a third of what a start costs.
const external = ['@node-rs/argon2', '@photostructure/sqlite', 'chdb', 'pg-native'];
// Packages of the older kind ask for modules of Node by `require`, which a module of the newer one lacks.
const banner =
  "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);";
const startedAt = performance.now();

await build({
  entryPoints: [join(server, 'src/main.ts'), join(server, 'src/intake-main.ts')],
  outdir: join(server, 'dist'),
  bundle: true,
  external,
  banner: { js: banner },
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
