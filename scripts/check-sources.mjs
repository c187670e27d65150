// Applies the rules of source-rules.mjs to every text file of the repository.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './prepare-workspace.mjs';
import { findProblems } from './source-rules.mjs';

// Not ours, or not text: what is installed, built, or brought in as data.
const skipped = new Set(['.git', 'node_modules', 'dist', 'coverage', 'data', 'examples/data']);

/**
 * @param {string} folder
 * @returns {string[]} paths from the root, with `/`
 */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(folder, entry.name)).split(sep).join('/');
    if (skipped.has(path) || skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(join(folder, entry.name));
    return entry.isFile() ? [path] : [];
  });
}

const files = listFiles(root);
const problems = files.flatMap((path) => {
  const bytes = readFileSync(join(root, path));
  return bytes.includes(0) ? [] : findProblems(path, bytes.toString('utf8'));
});
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${problems.length} problems.`);
process.exitCode = problems.length > 0 ? 1 : 0;
