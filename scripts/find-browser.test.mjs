import { describe, expect, test } from 'vitest';
import { chooseInstaller, findBrowser } from './find-browser.mjs';

/**
 * @param {string[]} programs
 * @param {Partial<import('./find-browser.mjs').Machine>} [rest]
 */
const machine = (programs, rest) => ({
  platform: /** @type {NodeJS.Platform} */ ('linux'),
  environment: /** @type {Record<string, string | undefined>} */ ({ PATH: '/bin:/opt/bin' }),
  isExecutable: (/** @type {string} */ path) => programs.includes(path),
  downloaded: undefined,
  ...rest,
});

describe('The browser', () => {
  test('is the one of CHROMIUM_PATH before any other', () => {
    const environment = { PATH: '/bin', CHROMIUM_PATH: '/mine/chrome' };
    const programs = ['/bin/chromium', '/mine/chrome'];
    expect(findBrowser(machine(programs, { environment }))).toEqual({ path: '/mine/chrome' });
  });

  test('is not another one when CHROMIUM_PATH is wrong', () => {
    const environment = { PATH: '/bin', CHROMIUM_PATH: '/mine/chrome' };
    expect(findBrowser(machine(['/bin/chromium'], { environment }))).toEqual({
      missing: 'CHROMIUM_PATH is /mine/chrome, and no program is there.',
    });
  });

  test('is looked for on the PATH, Chromium first', () => {
    const found = findBrowser(machine(['/bin/google-chrome', '/opt/bin/chromium']));
    expect(found).toEqual({ path: '/opt/bin/chromium' });
  });

  test.each([
    ['linux', {}, '/opt/google/chrome/chrome'],
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', { HOME: '/h' }, '/h/Applications/Chromium.app/Contents/MacOS/Chromium'],
    [
      'win32',
      { PROGRAMFILES: 'C:\\Programs' },
      'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe',
    ],
    ['win32', { Path: 'C:\\a;C:\\b' }, 'C:\\b\\chrome.exe'],
  ])('is looked for in the usual places of %s', (platform, environment, path) => {
    const rest = { platform: /** @type {NodeJS.Platform} */ (platform), environment };
    expect(findBrowser(machine([path], rest))).toEqual({ path });
  });

  test('is the downloaded one last', () => {
    const downloaded = '/cache/chrome';
    expect(findBrowser(machine([downloaded], { downloaded }))).toEqual({ path: downloaded });
    const both = machine([downloaded, '/bin/chromium'], { downloaded });
    expect(findBrowser(both)).toEqual({ path: '/bin/chromium' });
  });

  test('that is nowhere is one sentence of advice', () => {
    expect(findBrowser(machine([]))).toEqual({ missing: expect.stringContaining('CHROMIUM_PATH') });
  });
});

describe('A missing browser', () => {
  const debian = {
    platform: /** @type {NodeJS.Platform} */ ('linux'),
    osRelease: 'NAME="Debian GNU/Linux"\nID=debian\n',
    isRoot: true,
    hasAptGet: true,
  };

  test('is installed from Debian by root', () => {
    expect(chooseInstaller(debian)).toBe('apt-get');
  });

  test.each([
    ['without root', { isRoot: false }],
    ['without apt-get', { hasAptGet: false }],
    ['on Ubuntu', { osRelease: 'ID=ubuntu\nID_LIKE=debian\n' }],
    ['on a Mac', { platform: /** @type {NodeJS.Platform} */ ('darwin'), osRelease: '' }],
  ])('is downloaded %s', (_, difference) => {
    expect(chooseInstaller({ ...debian, ...difference })).toBe('download');
  });
});
