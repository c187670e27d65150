import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from './test-house.ts';

let house: TestHouse;
let document: Record<string, never> & {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, unknown>[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

beforeAll(async () => {
  house = await openTestHouse();
  const response = await house.fetchRaw('GET', '/openapi.json', { key: null });
  document = (await response.json()) as typeof document;
});

afterAll(() => house.close());

function listOperations(): [string, string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  );
}

function listReferences(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' ? [String(value)] : listReferences(value),
  );
}

/** What may be called by whoever knows nothing. */
const openCalls = [
  'get /healthz',
  'get /readyz',
  'get /metrics',
  'post /api/session',
  'delete /api/session',
  'post /api/join/look',
  'post /api/join',
];

describe('The OpenAPI document', () => {
  test('is 3.1 and lists every call of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    const calls = listOperations().map(([method, path]) => `${method.toUpperCase()} ${path}`);
    expect(calls).toEqual(
      expect.arrayContaining([
        'POST /sse/webhook',
        'POST /api/projects/{projectId}/audience',
        'POST /api/projects/{projectId}/audience/count',
        'GET /api/projects/{projectId}/segments',
        'POST /api/projects/{projectId}/segments',
        'GET /api/projects/{projectId}/segments/{segmentId}',
        'PATCH /api/projects/{projectId}/segments/{segmentId}',
        'DELETE /api/projects/{projectId}/segments/{segmentId}',
        'POST /api/projects/{projectId}/segments/{segmentId}/duplicate',
        'GET /api/projects/{projectId}/segments/{segmentId}/users',
        'GET /api/projects/{projectId}/segments/{segmentId}/versions',
        'GET /api/projects/{projectId}/experiences',
        'POST /api/projects/{projectId}/experiences',
        'POST /api/projects/{projectId}/experience-preview',
        'GET /api/projects/{projectId}/experiences/{experienceId}',
        'PATCH /api/projects/{projectId}/experiences/{experienceId}',
        'DELETE /api/projects/{projectId}/experiences/{experienceId}',
        'POST /api/projects/{projectId}/experiences/{experienceId}/duplicate',
        'POST /api/projects/{projectId}/experiences/{experienceId}/restore',
        'GET /api/projects/{projectId}/experiences/{experienceId}/versions',
        'GET /api/projects/{projectId}/users/{userId}',
        'DELETE /api/projects/{projectId}/users/{userId}',
        'GET /api/projects/{projectId}/users/{userId}/segments',
        'GET /api/projects/{projectId}/users/{userId}/segments/{segmentId}/why',
        'GET /healthz',
        'GET /readyz',
        'GET /metrics',
      ]),
    );
  });

  test('lists every route that is mounted, but those of the local command line', () => {
    const documented = new Set(
      listOperations().map(([method, path]) => `${method.toUpperCase()} ${path}`),
    );
    const undocumented = house.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .filter((route) => !documented.has(route) && !route.includes(' /local/'));
    expect([...new Set(undocumented)]).toEqual([
      'GET /openapi.json',
      'GET /docs',
      'GET /docs/style.css',
    ]);
  });

  test('has no path that costs all others the fast way of finding them', () => {
    expect(house.app.router.name).toBe('SmartRouter + RegExpRouter');
  });

  test('has no reference to what it does not have', () => {
    const references = new Set(listReferences(document));
    expect(references.size).toBeGreaterThan(5);
    for (const reference of references) {
      const [root, kind, group = '', name = ''] = reference.split('/');
      expect([root, kind]).toEqual(['#', 'components']);
      expect(Object.keys(document.components[group] ?? {}), reference).toContain(name);
    }
  });

  test('says of every call all that a client needs', () => {
    const operations = listOperations();
    expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(
      operations.length,
    );
    const schemes = Object.keys(document.components.securitySchemes ?? {});
    for (const [method, path, operation] of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const given = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(given.map(({ name }) => name).sort(), path).toEqual(named.sort());
      expect(given.every(({ required }) => required)).toBe(true);
      expect(operation.summary, path).not.toBe('');
      expect(operation.tags).toHaveLength(1);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
      for (const { description } of Object.values(operation.responses)) {
        expect(description).not.toBe('');
      }
      for (const requirement of operation.security) {
        expect(schemes).toEqual(expect.arrayContaining(Object.keys(requirement)));
      }
      const isOpen = openCalls.includes(`${method} ${path}`) || /^\/(?:sdk|in)\//.test(path);
      expect(operation.security.length === 0, `${method} ${path}`).toBe(isOpen);
      if (!isOpen) expect(operation.responses, `${method} ${path}`).toHaveProperty('401');
    }
  });

  test('has nothing in it that OpenAPI does not know', () => {
    const known =
      /^(operationId|summary|description|tags|security|parameters|requestBody|responses|x-.+)$/;
    for (const [, path, operation] of listOperations()) {
      expect(
        Object.keys(operation).filter((key) => !known.test(key)),
        path,
      ).toEqual([]);
    }
  });
});

describe('The page that shows it', () => {
  test('has every call and schema, and loads nothing from elsewhere', async () => {
    const response = await house.fetchRaw('GET', '/docs', { key: null });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    for (const [, , { operationId }] of listOperations()) {
      expect(html).toContain(`id="call-${operationId}"`);
    }
    for (const name of Object.keys(document.components.schemas ?? {})) {
      expect(html).toContain(`id="schema-${name}"`);
    }
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|style=|https?:/);
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const anchor of anchors) expect(html).toContain(`id="${anchor}"`);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const style = await house.fetchRaw('GET', '/docs/style.css', { key: null });
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(await style.text()).not.toMatch(/url\(|@import/);
  });
});
