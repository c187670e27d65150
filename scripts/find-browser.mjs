// Where the browser of the journeys comes from. Only decisions are here: what is asked of the
// machine is an argument.
import { posix, win32 } from 'node:path';

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Record<string, string | undefined>} environment
 * @property {(path: string) => boolean} isExecutable
 * @property {string | undefined} downloaded where playwright-core keeps the browser it downloads
 *
 * @typedef {{ path: string } | { missing: string }} FoundBrowser the sentence says what to do
 */

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];

/**
 * An installed Chromium: `CHROMIUM_PATH`, which is then the only one that counts, `PATH`, the usual
 * places of the platform, or what playwright-core has downloaded.
 *
 * @param {Machine} machine
 * @returns {FoundBrowser}
 */
export function findBrowser({ platform, environment, isExecutable, downloaded }) {
  const given = environment.CHROMIUM_PATH;
  if (given) {
    if (isExecutable(given)) return { path: given };
    return { missing: `CHROMIUM_PATH is ${given}, and no program is there.` };
  }
  const places = [...listOnPath(platform, environment), ...listUsual(platform, environment)];
  if (downloaded) places.push(downloaded);
  const path = places.find(isExecutable);
  if (path) return { path };
  return {
    missing:
      'No Chromium or Chrome was found. Install one, or set CHROMIUM_PATH to the program; `npm test` tries to install one by itself.',
  };
}

/**
 * @param {NodeJS.Platform} platform
 * @param {Machine['environment']} environment
 */
function listOnPath(platform, environment) {
  const { delimiter, join } = platform === 'win32' ? win32 : posix;
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

/**
 * @param {NodeJS.Platform} platform
 * @param {Machine['environment']} environment
 */
function listUsual(platform, environment) {
  if (platform === 'darwin') {
    return ['', environment.HOME ?? ''].flatMap((home) =>
      ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
        (app) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`,
      ),
    );
  }
  if (platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .flatMap((name) => environment[name] ?? [])
      .map((folder) => win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  return [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
  ];
}

/**
 * How to get a browser where there is none: Debian's own for root, which brings every library it
 * needs; elsewhere playwright-core's download. (Ubuntu's package is an empty one that asks for snap.)
 *
 * @param {{ platform: NodeJS.Platform; osRelease: string; isRoot: boolean; hasAptGet: boolean }} machine
 * @returns {'apt-get' | 'download'}
 */
export function chooseInstaller({ platform, osRelease, isRoot, hasAptGet }) {
  const isDebian = platform === 'linux' && /^ID="?debian"?$/m.test(osRelease);
  return isDebian && isRoot && hasAptGet ? 'apt-get' : 'download';
}
