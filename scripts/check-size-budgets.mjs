// Bundles what browsers load and compares it, minified and gzipped, with size-budgets.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './prepare-workspace.mjs';

/**
 * @typedef {{ name: string; maxGzipBytes: number; entry: string; external?: string[] }} BundleBudget
 * @typedef {{ name: string; maxGzipBytes: number; built: string; pages: string[] }} BuiltBudget
 * @typedef {{ name: string; maxGzipBytes: number; script: string }} ScriptBudget
 * @typedef {{ file: string; imports?: string[] }} Chunk an entry of the manifest of a build
 */

/** @type {(BundleBudget | BuiltBudget | ScriptBudget)[]} */
const budgets = JSON.parse(readFileSync(join(root, 'scripts/size-budgets.json'), 'utf8'));

for (const budget of budgets) {
  const gzipBytes = await measure(budget);
  const { name, maxGzipBytes } = budget;
  const fits = gzipBytes <= maxGzipBytes;
  console.log(`${name}: ${gzipBytes} of ${maxGzipBytes} bytes${fits ? '' : ' — too large'}`);
  if (!fits) process.exitCode = 1;
}

/** @param {BundleBudget | BuiltBudget | ScriptBudget} budget */
function measure(budget) {
  if ('built' in budget) return measureBuilt(budget);
  if ('entry' in budget) return measureBundle(budget);
  return gzipSync(readFileSync(join(root, budget.script)), { level: 9 }).length;
}

/** What a bundler makes of one entry.
 * @param {BundleBudget} budget
 */
async function measureBundle({ entry, external = [] }) {
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
  return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents).length, 0);
}

/** The JavaScript that is loaded before any of the pages stands: all that they import at once.
 * @param {BuiltBudget} budget
 */
function measureBuilt({ built, pages }) {
  /** @type {Record<string, Chunk>} */
  const chunks = JSON.parse(readFileSync(join(root, built, '.vite/manifest.json'), 'utf8'));
  /** @type {Set<string>} */
  const loaded = new Set();
  /** @param {string} name */
  const load = (name) => {
    const chunk = chunks[name];
    if (!chunk) throw new Error(`${built} has no ${name}.`);
    if (loaded.has(chunk.file)) return;
    loaded.add(chunk.file);
    for (const imported of chunk.imports ?? []) load(imported);
  };
  for (const page of pages) load(page);
  return [...loaded]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(root, built, file))).length, 0);
}
