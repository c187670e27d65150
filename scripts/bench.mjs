// `npm run bench -- name …`: runs bench/src/name.ts; without a name, says which there are.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare-workspace.mjs';

const [name = '', ...parameters] = process.argv.slice(2);
const folder = join(root, 'bench/src');
const script = join(folder, `${name}.ts`);

if (existsSync(script)) {
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--expose-gc', script, ...parameters],
    { stdio: 'inherit', env: { UV_THREADPOOL_SIZE: '16', ...process.env } },
  );
  process.exitCode = status ?? 1;
} else {
  const names = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  console.error('Usage: npm run bench -- <name>, where <name> is one of:');
  for (const file of names) console.error(`  ${file.replace(/\.ts$/, '')}`);
  process.exitCode = 2;
}
