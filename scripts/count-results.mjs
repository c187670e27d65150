// Prints "N passed, N failed" for the two reports of .ci/run, and fails unless all passed.
//   count-results.mjs <tests.json> <exit code> <gate.json> <exit code>
import { readFileSync } from 'node:fs';
import { countGate, countTests } from './outcome.mjs';

const [testsFile = '', testsStatus, gateFile = '', gateStatus] = process.argv.slice(2);
const tests = countTests(readReport(testsFile), Number(testsStatus));
const gate = countGate(readReport(gateFile), Number(gateStatus));
const failed = tests.failed + gate.failed;
console.log(`${tests.passed + gate.passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** A report that was not written, or cut short with the run that wrote it, is none.
 * @param {string} file
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`No report of a run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
