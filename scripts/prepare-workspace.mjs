// What `npm start`, `npm test` and `npm run check` do before their own work. Only Node's own
// modules are used here: on a fresh machine there is nothing else yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} Manifest
 * @property {string[]} [workspaces]
 * @property {{ node: string }} engines
 */

/** @returns {Manifest} */
function readManifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** Ends the process with one sentence when this Node is older than `engines.node` asks for. */
export function requireSupportedNode() {
  const needed = readManifest().engines.node.replace('>=', '');
  const [major = 0, minor = 0] = needed.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(`Muster needs Node ${needed} or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Runs `npm install` unless the last one here was for the same lockfile, manifests and Node.
 * Ends the process with npm's own exit code when that fails.
 */
export function installDependencies() {
  const stamp = join(root, 'node_modules', '.muster-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprintDependencies()) return;
  console.error('Installing dependencies (npm install) …');
  // Without saving: npm 10 would take out of the lockfile what npm 11 wrote into it.
  runNpm([
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
  writeFileSync(stamp, fingerprintDependencies());
}

/**
 * `npm install` in a folder that is no workspace, unless the last one there was for the same manifest and Node. Ends the process with
 * npm's own exit code when that fails.
 *
 * @param {string} folder path from the root
 */
export function installFolder(folder) {
  const path = join(root, folder);
  const stamp = join(path, 'node_modules', '.muster-installed');
  const wanted = fingerprint([`${folder}/package.json`]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`Installing what ${folder}/package.json names (npm install) …`);
  runNpm(['install', '--no-save', '--no-audit', '--no-fund'], path);
  writeFileSync(stamp, wanted);
}

/** Runs a script of this repository with this Node; ends the process with its exit code if it fails.
 * @param {string} script path from the root
 */
export function runScript(script) {
  endUnlessSuccessful(spawnSync(process.execPath, [join(root, script)], { stdio: 'inherit' }));
}

function fingerprintDependencies() {
  const manifests = (readManifest().workspaces ?? []).map((room) => `${room}/package.json`);
  return fingerprint(['.npmrc', 'package.json', 'package-lock.json', ...manifests]);
}

/** @param {string[]} files paths from the root */
function fingerprint(files) {
  // Native modules are chosen by platform and by Node's binary interface.
  const hash = createHash('sha256').update(
    [process.platform, process.arch, process.versions.modules].join(),
  );
  for (const file of files) {
    const path = join(root, file);
    hash.update(`\n${file}\n`).update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}

/**
 * @param {string[]} parameters
 * @param {string} [folder]
 */
function runNpm(parameters, folder = root) {
  // The npm that started us, so that a machine with several does not mix them.
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  endUnlessSuccessful(
    spawnSync(command, [...first, ...parameters], {
      cwd: folder,
      stdio: 'inherit',
      shell: command === 'npm' && process.platform === 'win32',
    }),
  );
}

/** @param {import('node:child_process').SpawnSyncReturns<Buffer>} result */
function endUnlessSuccessful(result) {
  if (result.error) console.error(result.error.message);
  if (result.status !== 0) process.exit(result.status ?? 1);
}
