/**
 * What became of an audit of the dependencies.
 * @typedef {{ state: 'clean' | 'vulnerable' | 'unanswered', lines: string[] }} Judgement
 */

/**
 * @typedef {object} Finding
 * @property {string} severity
 * @property {unknown[]} [via]
 */

const refused = new Set(['high', 'critical']);

/**
 * Reads what `npm audit --json` has printed. Only an answer of a registry counts: without one nothing
 * is known, which is neither good nor bad.
 * @param {string} output
 * @returns {Judgement}
 */
export function judgeAudit(output) {
  const report = parse(output);
  if (typeof report?.vulnerabilities !== 'object' || report.vulnerabilities === null) {
    const why = typeof report?.message === 'string' ? report.message : 'no answer';
    return { state: 'unanswered', lines: [why] };
  }
  const findings = Object.entries(/** @type {Record<string, Finding>} */ (report.vulnerabilities));
  const grave = findings.filter(([, { severity }]) => refused.has(severity));
  const lines = findings.map(([name, { severity, via = [] }]) => {
    const titles = via.flatMap((one) => (hasTitle(one) ? [one.title] : []));
    return `${severity}: ${name}${titles.length > 0 ? ` (${titles.join('; ')})` : ''}`;
  });
  return { state: grave.length > 0 ? 'vulnerable' : 'clean', lines };
}

/** @param {string} text @returns {{ vulnerabilities?: unknown, message?: unknown } | undefined} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** @param {unknown} one @returns {one is { title: string }} */
function hasTitle(one) {
  return typeof one === 'object' && one !== null && 'title' in one;
}
