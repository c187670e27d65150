// `npm run check`: the only gate. Every step runs, also after one has failed.
//   --no-tests        leaves the tests out (for who has just run them)
//   --report=<file>   writes each step's name and outcome as JSON
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies, requireSupportedNode, root } from './prepare-workspace.mjs';

requireSupportedNode();
installDependencies();

const { values } = parseArgs({
  options: { 'no-tests': { type: 'boolean' }, report: { type: 'string' } },
});

const rooms = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces;
const projects = ['.', ...rooms]
  .flatMap((room) => [`${room}/tsconfig.json`, `${room}/tsconfig.test.json`])
  .filter((project) => existsSync(join(root, project)));

/** @type {{ name: string; program: string; parameters: string[] }[]} */
const steps = [
  {
    name: 'format, lint, import rules',
    program: '@biomejs/biome/bin/biome',
    parameters: ['check', '--error-on-warnings', '.'],
  },
  ...projects.map((project) => ({
    name: `types of ${project.replace(/^\.\//, '')}`,
    program: 'typescript/bin/tsc',
    parameters: ['--noEmit', '--project', project],
  })),
  { name: 'dead code', program: 'knip/bin/knip.js', parameters: ['--no-progress'] },
  { name: 'source rules', program: '../scripts/check-sources.mjs', parameters: [] },
  { name: 'known vulnerabilities', program: '../scripts/audit-dependencies.mjs', parameters: [] },
  { name: 'build', program: '../scripts/build.mjs', parameters: [] },
  { name: 'size budgets', program: '../scripts/check-size-budgets.mjs', parameters: [] },
];
if (!values['no-tests']) {
  steps.push({ name: 'tests', program: '../scripts/test.mjs', parameters: [] });
}

const results = steps.map(({ name, program, parameters }) => {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { status, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', program), ...parameters],
    { cwd: root, stdio: 'inherit' },
  );
  if (error) console.error(error.message);
  return { name, ok: status === 0, seconds: (performance.now() - startedAt) / 1000 };
});

console.log('\n── gate');
for (const { name, ok, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s  ${name}`);
}
if (values.report) writeFileSync(values.report, JSON.stringify(results));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
