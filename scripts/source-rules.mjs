// The rules of the house that neither the linter nor the compiler can check.

const maxLines = 400;
const isCode = /\.(?:[cm]?[jt]s|tsx)$/;
const isPureCode = /^packages\/[^/]+\/src\/(?!.*\.test\.ts$)/;

// A path that exists on one person's machine only. What stands before it keeps a part of an
// address ("…/users/home/x") from being taken for one.
const machinePath =
  /(?<![\w./-])(?:\/(?:home|Users|root|work|workspace|builds)\/[\w.-]+|[A-Z]:\\Users\\)/;

// What is pure is given the time, ids and randomness as arguments.
const impureCall =
  /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\bperformance\.now\(|\brandomUUID\(/;

// Values of the protocol are zod schemas: they would add 25 kB to what a browser loads.
const isDashboard = /^apps\/dashboard\/src\//;
const protocolValue = /^import (?!type\b)[^;]*? from '@muster\/protocol'/m;

/**
 * What is wrong with one text file.
 *
 * @param {string} path from the root, with `/`
 * @param {string} text
 * @returns {string[]} one sentence each, beginning `path:line`; empty when all is well
 */
export function findProblems(path, text) {
  if (path === 'package-lock.json') {
    return findLines(path, text, /"resolved": "https?:/, 'names a registry; run npm install again');
  }
  const problems = findLines(path, text, machinePath, 'is a path of one machine');
  if (isPureCode.test(path)) {
    problems.push(
      ...findLines(path, text, impureCall, 'reads clock or chance; take it as an argument'),
    );
  }
  if (isDashboard.test(path) && protocolValue.test(text)) {
    problems.push(`${path}:1 imports more than types of the protocol`);
  }
  const lines = text.split('\n').length - 1;
  if (isCode.test(path) && lines > maxLines) {
    problems.push(`${path}:${maxLines} has ${lines} lines; ${maxLines} are allowed`);
  }
  return problems;
}

/**
 * @param {string} path
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} complaint
 */
function findLines(path, text, pattern, complaint) {
  return text.split('\n').flatMap((line, index) => {
    const found = pattern.exec(line);
    return found ? [`${path}:${index + 1} ${found[0]} ${complaint}`] : [];
  });
}
