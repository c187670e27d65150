import { describe, expect, test } from 'vitest';
import { countGate, countTests } from './outcome.mjs';

const passedTest = { status: 'passed' };
const failedTest = { status: 'failed' };
const good = { status: 'passed', assertionResults: [passedTest, passedTest] };

describe('tests', () => {
  test.each([
    ['all pass', report(2, 0, [good]), 0, { passed: 2, failed: 0 }],
    [
      'one fails',
      report(3, 1, [good, { status: 'failed', assertionResults: [passedTest, failedTest] }]),
      1,
      { passed: 3, failed: 1 },
    ],
    [
      'a file does not load',
      report(2, 0, [good, { status: 'failed', assertionResults: [] }]),
      1,
      { passed: 2, failed: 1 },
    ],
    [
      'a hook fails after the tests of its file',
      report(3, 0, [good, { status: 'failed', assertionResults: [passedTest] }]),
      1,
      { passed: 3, failed: 1 },
    ],
    ['something else fails', report(2, 0, [good]), 1, { passed: 2, failed: 1 }],
    ['there is none', report(0, 0, []), 0, { passed: 0, failed: 1 }],
    ['there is no report', undefined, 0, { passed: 0, failed: 1 }],
  ])('%s', (_case, given, status, expected) => {
    expect(countTests(given, status)).toEqual(expected);
  });
});

describe('gate', () => {
  test.each([
    ['all pass', [{ ok: true }, { ok: true }], 0, { passed: 2, failed: 0 }],
    ['one fails', [{ ok: true }, { ok: false }], 1, { passed: 1, failed: 1 }],
    ['it was cut short', [{ ok: true }], 124, { passed: 1, failed: 1 }],
    ['there is no report', undefined, 1, { passed: 0, failed: 1 }],
  ])('%s', (_case, given, status, expected) => {
    expect(countGate(given, status)).toEqual(expected);
  });
});

/**
 * @param {number} numPassedTests
 * @param {number} numFailedTests
 * @param {import('./outcome.mjs').TestReport['testResults']} testResults
 */
function report(numPassedTests, numFailedTests, testResults) {
  return { numPassedTests, numFailedTests, testResults };
}
