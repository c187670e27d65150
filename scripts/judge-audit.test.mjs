import { expect, test } from 'vitest';
import { judgeAudit } from './judge-audit.mjs';

/** @param {Record<string, object>} vulnerabilities */
const answer = (vulnerabilities) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

test('An audit that finds nothing is clean', () => {
  expect(judgeAudit(answer({}))).toEqual({ state: 'clean', lines: [] });
});

test('What is high or critical is refused, what is less is said', () => {
  const moderate = { severity: 'moderate', via: [{ title: 'Slow' }] };
  expect(judgeAudit(answer({ a: moderate }))).toEqual({
    ...{ state: 'clean', lines: ['moderate: a (Slow)'] },
  });
  const high = { severity: 'high', via: ['a', { title: 'Runs code' }] };
  expect(judgeAudit(answer({ a: moderate, b: high, c: { severity: 'critical' } }))).toEqual({
    ...{ state: 'vulnerable' },
    lines: ['moderate: a (Slow)', 'high: b (Runs code)', 'critical: c'],
  });
});

test.each([
  ['a refusal', JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }), '405'],
  ['nothing', '', 'no answer'],
  ['no JSON', '<html>', 'no answer'],
  ['null', 'null', 'no answer'],
  ['a report without its list', '{"vulnerabilities":null}', 'no answer'],
])('%s is no answer, and neither good nor bad', (_, output, why) => {
  const { state, lines } = judgeAudit(output);
  expect(state).toBe('unanswered');
  expect(lines.join()).toContain(why);
});
