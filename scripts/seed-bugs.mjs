// `npm run seed-bugs`: puts known bugs, one at a time, into a copy of the sources and shows that the
// suites catch each. `npm run seed-bugs -- window` tries those alone whose name has the word.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { root } from './prepare-workspace.mjs';
import { seededBugs } from './seeded-bugs.mjs';

/** @typedef {import('./seeded-bugs.mjs').SeededBug} SeededBug */
/** @typedef {{ name: string; caught: boolean; how: string; seconds: number }} Trial */

const maxSecondsPerSuite = 300;
const leftOut = new Set(['.git', '.ci', 'data', 'examples/data']);

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isStopped = true;
    running?.kill('SIGTERM');
  });
}

const copy = mkdtempSync(join(realpathSync(tmpdir()), 'muster-seeded-'));
const report = join(copy, 'report.json');
const temporary = join(copy, 'tmp');
try {
  copySources();
  const bugs = chooseBugs(process.argv.slice(2));
  await expectSound(bugs);
  const trials = await tryAll(bugs);
  printTable(trials);
  process.exitCode = trials.length === bugs.length && trials.every(({ caught }) => caught) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** The copy has its own links to the workspaces, so that they import each other, not the originals. */
function copySources() {
  mkdirSync(temporary);
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => {
      const parts = relative(root, path).split(sep);
      return (
        !parts.some((part) => part === 'node_modules' || part === 'dist') &&
        !leftOut.has(parts.join('/'))
      );
    },
  });
  const from = join(root, 'node_modules');
  const to = join(copy, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === '@muster') copyLinks(join(from, name), join(to, name));
    else if (!name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyLinks(from, to) {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** @param {readonly string[]} words */
function chooseBugs(words) {
  const bugs = seededBugs.filter(({ name }) => words.every((word) => name.includes(word)));
  if (bugs.length === 0) throw new Error('No bug has all these words in its name.');
  // All of them before any: a text that is gone would be a bug that cannot be caught.
  for (const bug of bugs) seed(bug)();
  return bugs;
}

/** Without a bug every suite passes; otherwise a failure would show nothing.
 * @param {readonly SeededBug[]} bugs
 */
async function expectSound(bugs) {
  for (const tests of new Set(bugs.map((bug) => bug.tests))) {
    const suites = new Set(bugs.filter((bug) => bug.tests === tests).flatMap((bug) => bug.suites));
    console.log(`Without a bug: ${[...suites].join(', ')} …`);
    const { passed, failures, loads } = await runSuites([...suites], tests);
    if (isStopped) throw new Error('Stopped.');
    if (loads && passed > 0 && failures.length === 0) continue;
    throw new Error(`They do not pass without a bug: ${failures.join('; ') || 'no report'}`);
  }
}

/** @param {readonly SeededBug[]} bugs */
async function tryAll(bugs) {
  /** @type {Trial[]} */
  const trials = [];
  for (const bug of bugs) {
    const startedAt = performance.now();
    const remove = seed(bug);
    const failure = await findFailure(bug);
    remove();
    if (isStopped) break;
    const seconds = (performance.now() - startedAt) / 1000;
    const trial = { name: bug.name, caught: failure.caught, how: failure.how, seconds };
    trials.push(trial);
    console.log(writeTrial(trial));
  }
  return trials;
}

/**
 * Puts a bug in; the function returned takes it out again.
 * @param {SeededBug} bug
 */
function seed({ name, file, find, put }) {
  const path = join(copy, file);
  const sound = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const places = sound.split(find).length - 1;
  if (places !== 1) throw new Error(`“${name}”: the text stands ${places} times in ${file}.`);
  // A function: `$` in the text must not be read as a pattern.
  writeFileSync(
    path,
    sound.replace(find, () => put),
  );
  return () => writeFileSync(path, sound);
}

/**
 * Runs one suite after the other until one fails in a test. A suite that does not load, as after a
 * bug that is no valid code, has not caught anything.
 * @param {SeededBug} bug
 */
async function findFailure({ suites, tests }) {
  for (const suite of suites) {
    const { failures, loads } = await runSuites([suite], tests);
    if (failures[0] !== undefined) return { caught: true, how: failures[0] };
    if (!loads) return { caught: false, how: `${suite} does not load` };
  }
  return { caught: false, how: 'all tests pass' };
}

/**
 * @param {readonly string[]} suites
 * @param {string} [tests]
 * @returns {Promise<{ passed: number; failures: string[]; loads: boolean }>}
 */
async function runSuites(suites, tests) {
  const chosen = tests === undefined ? [] : ['-t', tests];
  rmSync(report, { force: true });
  await runVitest([
    'run',
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
    ...chosen,
    ...suites,
  ]);
  if (!existsSync(report)) return { passed: 0, failures: [], loads: false };
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  /** @type {{ status: string; fullName: string }[]} */
  const results = testResults.flatMap((/** @type {any} */ file) => file.assertionResults);
  const failures = results.filter(({ status }) => status === 'failed').map((one) => one.fullName);
  return { passed: numPassedTests, failures, loads: results.length > 0 };
}

/** @param {string[]} parameters */
function runVitest(parameters) {
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve, reject) => {
    running = spawn(process.execPath, [vitest, ...parameters], {
      cwd: copy,
      stdio: 'ignore',
      // What a suite that was cut short leaves behind goes with the copy.
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    });
    const hung = setTimeout(() => running?.kill('SIGKILL'), maxSecondsPerSuite * 1000);
    running.on('error', reject);
    running.on('exit', (code) => {
      clearTimeout(hung);
      running = undefined;
      resolve(code);
    });
  });
}

/** @param {Trial} trial */
function writeTrial({ name, caught, how, seconds }) {
  return `${caught ? 'caught' : 'MISSED'} ${seconds.toFixed(1).padStart(6)} s  ${name} — ${how}`;
}

/** @param {readonly Trial[]} trials */
function printTable(trials) {
  console.log('\n| bug | | by |\n|---|---|---|');
  for (const { name, caught, how } of trials) {
    console.log(`| ${name} | ${caught ? 'caught' : 'MISSED'} | ${how.replaceAll('|', '\\|')} |`);
  }
  console.log(`\n${trials.filter(({ caught }) => caught).length} of ${trials.length} bugs caught.`);
}
