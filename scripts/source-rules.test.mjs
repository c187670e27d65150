import { describe, expect, test } from 'vitest';
import { findProblems } from './source-rules.mjs';

// Put together here, so that this file does not break the rule itself.
const homePath = ['', 'home', 'ada', 'muster'].join('/');

describe('a path of one machine', () => {
  test.each([
    ['docs/a.md', `see ${homePath} for it`],
    ['scripts/a.mjs', `open('${homePath}');`],
    ['README.md', ['', 'root', 'x'].join('/')],
    ['a.md', ['C:', 'Users', 'ada'].join('\\')],
  ])('is found in %s', (path, text) => {
    expect(findProblems(path, `first line\n${text}\n`)).toEqual([
      expect.stringMatching(/^[^:]+:2 .* is a path of one machine$/),
    ]);
  });

  test.each([
    `https://example.org${homePath}`,
    '/users/home/ada',
    '/tmp/muster',
    'GET /users/{id}/segments',
    'the root/work of it',
  ])('is not seen in %s', (text) => {
    expect(findProblems('docs/a.md', text)).toEqual([]);
  });
});

describe('purity', () => {
  const impure = 'const a = Date.now();\nconst b = new Date(a);\nconst c = new Date();\n';

  test('clock and chance are refused in a package', () => {
    expect(findProblems('packages/conditions/src/evaluate.ts', impure)).toEqual([
      'packages/conditions/src/evaluate.ts:1 Date.now( reads clock or chance; take it as an argument',
      'packages/conditions/src/evaluate.ts:3 new Date() reads clock or chance; take it as an argument',
    ]);
  });

  test.each([
    'packages/conditions/src/evaluate.test.ts',
    'packages/conditions/test/evaluate.ts',
    'apps/server/src/main.ts',
  ])('they are allowed in %s', (path) => {
    expect(findProblems(path, impure)).toEqual([]);
  });
});

describe('the dashboard', () => {
  const file = 'apps/dashboard/src/api/a.ts';

  test('may not take values of the protocol', () => {
    const text =
      "import type { A } from './a.ts';\nimport {\n  type B,\n  c,\n} from '@muster/protocol';\n";
    expect(findProblems(file, text)).toHaveLength(1);
    expect(findProblems('apps/server/src/a.ts', text)).toEqual([]);
  });

  test('may take types', () => {
    const text = "import { a } from './a.ts';\nimport type {\n  B,\n} from '@muster/protocol';\n";
    expect(findProblems(file, text)).toEqual([]);
  });
});

describe('length', () => {
  test('400 lines are allowed, 401 are not, and prose may be longer', () => {
    expect(findProblems('apps/server/src/a.ts', 'x\n'.repeat(400))).toEqual([]);
    expect(findProblems('apps/server/src/a.ts', 'x\n'.repeat(401))).toHaveLength(1);
    expect(findProblems('docs/a.md', 'x\n'.repeat(401))).toEqual([]);
  });
});

describe('lockfile', () => {
  test('may name its workspaces, not a registry', () => {
    expect(findProblems('package-lock.json', '  "resolved": "apps/server",')).toEqual([]);
    expect(
      findProblems('package-lock.json', '  "resolved": "https://example.org/a.tgz",'),
    ).toHaveLength(1);
  });
});
