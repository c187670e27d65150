// `npm run test:setups`: the suites about questions and what they stand on, on every set-up, one after the other.
//   npm run test:setups -- cluster postgres   only these
//   npm run test:setups -- --short            a few suites of each
//   npm run test:setups -- cluster -- <paths> only these suites
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies, requireSupportedNode, root } from './prepare-workspace.mjs';

requireSupportedNode();
installDependencies();
if (!existsSync(join(root, 'apps/server/dist/main.js'))) run('scripts/build.mjs', []);

const setups = ['embedded', 'postgres', 'clickhouse', 'cluster'];

/** What is asked of users and events, and what follows them. */
const suites = [
  'packages/conditions/test/agreement',
  ...['acceptance', 'audience', 'catalog', 'experiences', 'exports', 'imports', 'index', 'ingest'],
  ...['live', 'membership', 'retention', 'sdk', 'segments', 'sources', 'users', 'webhooks'],
  'columns',
].map((name) => (name.includes('/') ? name : `apps/server/test/${name}/`));

/** One of each kind. */
const shortSuites = [
  'packages/conditions/test/agreement/agreement.test.ts',
  'apps/server/test/acceptance/real-data.test.ts',
  'apps/server/test/audience/audience.test.ts',
  'apps/server/test/experiences/analytics.test.ts',
  'apps/server/test/index/indexer.test.ts',
  'apps/server/test/index/verify.test.ts',
  'apps/server/test/membership/follow-project.test.ts',
];

const at = process.argv.indexOf('--', 2);
const [words, paths] =
  at < 0 ? [process.argv.slice(2), []] : [process.argv.slice(2, at), process.argv.slice(at + 1)];
const { values, positionals } = parseArgs({
  args: words,
  allowPositionals: true,
  options: { short: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !setups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no set-up ${unknown.join(', ')}; there are ${setups.join(', ')}.`);
  process.exit(2);
}

const chosen = positionals.length > 0 ? positionals : setups;
const results = chosen.map((setup) => {
  // A cluster keeps no columns (decision 53).
  const long = suites.filter((suite) => setup !== 'cluster' || !suite.includes('/columns/'));
  const filters = paths.length > 0 ? paths : values.short ? shortSuites : long;
  console.log(`\n── ${setup}`);
  const startedAt = performance.now();
  const status = run('node_modules/vitest/vitest.mjs', ['run', ...filters], {
    MUSTER_TEST_SETUP: setup,
  });
  return { setup, ok: status === 0, seconds: (performance.now() - startedAt) / 1000 };
});

console.log('\n── set-ups');
for (const { setup, ok, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s  ${setup}`);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {Record<string, string>} [environment]
 */
function run(program, parameters, environment = {}) {
  const { status, error } = spawnSync(process.execPath, [join(root, program), ...parameters], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error) console.error(error.message);
  return status;
}
