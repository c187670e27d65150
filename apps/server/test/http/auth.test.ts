import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, projectId, type TestHouse } from './test-house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.close());

interface Operation {
  method: string;
  path: string;
  scope: string;
}

/** Every call of the document that needs a key. */
async function listGuarded(): Promise<Operation[]> {
  const response = await house.fetchRaw('GET', '/openapi.json', { key: null });
  const document = (await response.json()) as { paths: object };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { 'x-scope'?: string; security: unknown[] }>)
      .filter(([, operation]) => operation.security.length > 0)
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace('{projectId}', projectId).replace(/\{\w+\}/g, 'x'),
        scope: operation['x-scope'] ?? 'write',
      })),
  );
}

describe('Every call that is not open', () => {
  test('is refused without a key, before anything else is looked at', async () => {
    const guarded = await listGuarded();
    expect(guarded.length).toBeGreaterThan(15);
    for (const { method, path } of guarded) {
      for (const key of [null, 'nonsense', keys.revoked, '']) {
        const { status, headers, body } = await house.call(method, path, { key });
        expect([status, body.code], `${method} ${path}`).toEqual([401, 'unauthenticated']);
        expect(headers.get('content-type')).toBe('application/problem+json');
        expect(headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  test('does not tell the project of somebody else from none', async () => {
    for (const { method, path } of await listGuarded()) {
      if (!path.startsWith('/api/')) continue;
      const foreign = await house.call(method, path, { key: keys.foreign });
      const unknown = await house.call(method, path.replace(projectId, 'nowhere'));
      expect(foreign.status, `${method} ${path}`).toBe(404);
      const { requestId: _one, ...foreignBody } = foreign.body;
      const { requestId: _other, ...unknownBody } = unknown.body;
      expect(foreignBody).toEqual(unknownBody);
      expect(foreignBody.code).toBe('project_not_found');
    }
  });

  test('is refused to a key that may not do it', async () => {
    for (const { method, path, scope } of await listGuarded()) {
      if (scope === 'read') continue;
      const byReader = await house.call(method, path, { key: keys.read });
      expect([byReader.status, byReader.body.code], `${method} ${path}`).toEqual([
        403,
        'insufficient_scope',
      ]);
      if (scope !== 'admin') continue;
      const byWriter = await house.call(method, path, { key: keys.write });
      expect(byWriter.status, `${method} ${path}`).toBe(403);
    }
  });

  test('leaves nothing behind when it is refused', async () => {
    const conditions = {
      type: 'group',
      match: 'all',
      children: [
        { type: 'attribute', source: 'native', key: 'id', kind: 'string', operator: 'empty' },
      ],
    };
    for (const key of [null, keys.read, keys.foreign, keys.revoked]) {
      await house.call('POST', house.at('/segments'), { key, body: { name: 'X', conditions } });
      await house.call('PATCH', house.at(''), { key, body: { name: 'X' } });
      await house.call('POST', house.at('/keys'), { key, body: { name: 'X', scope: 'write' } });
    }
    const { project, segments, rows } = await house.store.read(async (tx) => {
      const found = await tx.project(projectId);
      const number = found?.number ?? 0;
      return {
        project: found,
        segments: await tx.segments(number),
        rows: await tx.keys(number),
      };
    });
    expect(project?.name).toBe('Demo');
    expect(segments).toEqual([]);
    expect(rows).toHaveLength(3);
  });
});

describe('A key', () => {
  test('is taken from either header', async () => {
    const bearer = { authorization: `Bearer ${keys.read}` };
    const { status } = await house.call('GET', house.at(''), { key: null, headers: bearer });
    expect(status).toBe(200);
    expect((await house.call('GET', house.at(''), { key: keys.read })).status).toBe(200);
    const basic = { authorization: `Basic ${keys.read}` };
    expect((await house.call('GET', house.at(''), { key: null, headers: basic })).status).toBe(401);
  });

  test('is made, listed without its secret, used and revoked by the local command line', async () => {
    const made = await house.call<{ id: string; key: string; prefix: string }>(
      'POST',
      house.at('/keys'),
      { key: keys.local, body: { name: 'Backend', scope: 'read' } },
    );
    expect(made.status).toBe(201);
    // 35 letters of 5 bits each.
    expect(made.body.key).toMatch(/^mk_live_[0-9a-hjkmnp-tv-z]{35}$/);
    expect((await house.call('GET', house.at(''), { key: made.body.key })).status).toBe(200);

    const listed = await house.fetchRaw('GET', house.at('/keys'), { key: keys.local });
    const text = await listed.text();
    expect(text).toContain(made.body.id);
    expect(text).not.toContain(made.body.key);
    expect(text).not.toContain('hash');

    const path = house.at(`/keys/${made.body.id}`);
    expect((await house.call('DELETE', path, { key: keys.local })).status).toBe(204);
    // It was in use a moment ago, so it is remembered: the revocation must forget it.
    expect((await house.call('GET', house.at(''), { key: made.body.key })).status).toBe(401);
    expect((await house.call('DELETE', path, { key: keys.local })).status).toBe(404);

    const entries = await house.store.read((tx) => tx.audit(1, 10));
    const actions = entries.filter(({ subject }) => subject === made.body.id);
    expect(actions.map(({ action, by }) => [action, by]).sort()).toEqual([
      ['key.created', 'command line'],
      ['key.revoked', 'command line'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(made.body.key);
  });

  test('that another process revoked is forgotten after two seconds', async () => {
    const made = await house.call<{ id: string; key: string }>('POST', house.at('/keys'), {
      key: keys.local,
      body: { name: 'Elsewhere', scope: 'read' },
    });
    const use = () => house.call('GET', house.at(''), { key: made.body.key });
    expect((await use()).status).toBe(200);
    await house.store.write((tx) => tx.revokeKey(1, made.body.id, house.clock.now));
    expect((await use()).status).toBe(200);
    house.clock.now += 2_001;
    expect((await use()).status).toBe(401);
  });
});

describe('The local command line', () => {
  test('opens what nobody else finds', async () => {
    expect((await house.call('GET', '/local/projects', { key: keys.local })).status).toBe(200);
    for (const key of [null, keys.write, 'nonsense']) {
      const { status, body } = await house.call('GET', '/local/projects', { key });
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });

  test('says its project where the address does not', async () => {
    const body = { type: 'identify', userId: 'a' };
    const send = (headers: Record<string, string>) =>
      house.call('POST', '/sse/webhook', { key: keys.local, body, headers });
    expect((await send({})).status).toBe(404);
    expect((await send({ 'x-muster-project': 'nowhere' })).status).toBe(404);
    expect((await send({ 'x-muster-project': projectId })).status).toBe(200);
  });
});
