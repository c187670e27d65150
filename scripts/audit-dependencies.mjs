// A step of `npm run check`: asks the registry for known vulnerabilities of what the server and the
// pages run on. Fails for grave ones. Without an answer it says so and does not fail: a machine that
// is offline, or whose mirror has no advisories, can still tell whether the code is good.
import { spawnSync } from 'node:child_process';
import { judgeAudit } from './judge-audit.mjs';
import { root } from './prepare-workspace.mjs';

const parameters = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
const npm = process.env.npm_execpath;
const options = /** @type {const} */ ({
  cwd: root,
  encoding: 'utf8',
  timeout: 60_000,
  maxBuffer: 64 * 1024 * 1024,
});
const { stdout } = npm?.endsWith('.js')
  ? spawnSync(process.execPath, [npm, ...parameters], options)
  : spawnSync('npm', parameters, { ...options, shell: process.platform === 'win32' });

const { state, lines } = judgeAudit(stdout ?? '');
if (state === 'unanswered') {
  console.log(`NOT AUDITED: the registry has answered no advisories (${lines.join(' ')}).`);
} else {
  for (const line of lines) console.log(line);
  console.log(
    state === 'clean'
      ? 'No dependency has a known vulnerability that is high or critical.'
      : 'A dependency has a known vulnerability: update it, or do without it.',
  );
}
process.exitCode = state === 'vulnerable' ? 1 : 0;
