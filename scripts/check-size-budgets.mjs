// Bundles what browsers load and compares it, minified and gzipped, with size-budgets.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './prepare-workspace.mjs';

/** @type {{ name: string; entry: string; external?: string[]; maxGzipBytes: number }[]} */
const budgets = JSON.parse(readFileSync(join(root, 'scripts/size-budgets.json'), 'utf8'));

for (const { name, entry, external = [], maxGzipBytes } of budgets) {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    external,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    write: false,
    logLevel: 'warning',
  });
  const gzipBytes = outputFiles.reduce((sum, file) => sum + gzipSync(file.contents).length, 0);
  const fits = gzipBytes <= maxGzipBytes;
  console.log(`${name}: ${gzipBytes} of ${maxGzipBytes} bytes${fits ? '' : ' — too large'}`);
  if (!fits) process.exitCode = 1;
}
