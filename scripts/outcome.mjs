// What the tests' and the gate's reports add up to.

/**
 * @typedef {object} TestReport the parts of vitest's JSON report that count
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string; assertionResults: { status: string }[] }[]} testResults
 *
 * @typedef {{ ok: boolean }[]} GateReport
 * @typedef {{ passed: number; failed: number }} Outcome
 */

/**
 * Tests, where no report, no test at all, or a run that failed by something else than a test
 * (a file that does not load, an unhandled rejection) is one failure.
 *
 * @param {TestReport | undefined} report
 * @param {number} status the exit code of the run
 * @returns {Outcome}
 */
export function countTests(report, status) {
  if (!report) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const failsOtherwise = failed === 0 && (status !== 0 || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: failed + (failsOtherwise ? 1 : 0) };
}

/**
 * Steps of the gate; without a report, or when it failed although each step passed, one failure.
 *
 * @param {GateReport | undefined} report
 * @param {number} status the exit code of the gate
 * @returns {Outcome}
 */
export function countGate(report, status) {
  if (!report) return { passed: 0, failed: 1 };
  const passed = report.filter(({ ok }) => ok).length;
  const failed = report.length - passed;
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed };
}
