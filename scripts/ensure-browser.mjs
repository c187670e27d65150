// A browser for the journeys of `e2e`, installed when there is none.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chooseInstaller, findBrowser } from './find-browser.mjs';

const require = createRequire(import.meta.url);

/** The browser of this machine, or a sentence that says why there is none. */
export function lookForBrowser() {
  return findBrowser({
    platform: process.platform,
    environment: process.env,
    isExecutable,
    downloaded: require('playwright-core').chromium.executablePath(),
  });
}

/**
 * The same, after trying to install one. What fails is said on stderr, and in the answer's sentence.
 *
 * @returns {import('./find-browser.mjs').FoundBrowser}
 */
export function ensureBrowser() {
  const found = lookForBrowser();
  if ('path' in found || process.env.CHROMIUM_PATH) return found;
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isRoot = process.getuid?.() === 0;
  const hasAptGet = existsSync('/usr/bin/apt-get');
  const installer = chooseInstaller({ platform: process.platform, osRelease, isRoot, hasAptGet });
  console.error(`Installing a browser for the journeys (${installer}) …`);
  if (installer === 'apt-get') installFromDebian();
  else run(process.execPath, [playwrightProgram(), 'install', 'chromium']);
  return lookForBrowser();
}

function installFromDebian() {
  // The emoji of badges are boxes without a font that has them.
  const parameters = [
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-noto-color-emoji',
  ];
  if (run('apt-get', parameters)) return;
  // Lists that are missing or old name packages that are not there.
  if (run('apt-get', ['update'])) run('apt-get', parameters);
}

/**
 * @param {string} program
 * @param {string[]} parameters
 */
function run(program, parameters) {
  const { status, error } = spawnSync(program, parameters, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (error) console.error(error.message);
  return status === 0;
}

function playwrightProgram() {
  return join(dirname(require.resolve('playwright-core/package.json')), 'cli.js');
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
