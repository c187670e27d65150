import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SegmentBody, SourceAccessBody, SourceBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardsOf } from '../../src/index/engine.ts';
import { plain } from '../../src/index/schema.ts';
import { verifyIndex } from '../../src/index/verify.ts';
import { addPerson, type Person } from '../http/people.ts';
import {
  allOf,
  type CallOptions,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { callImports } from '../imports/import-calls.ts';
import { readEvents } from '../live/event-stream.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

const hourMs = 60 * 60_000;
const plan = allOf(isOneOf('plan', 'Pro'));
const unknown = { status: 404, code: 'project_not_found' };

describe.each(['sqlite', 'postgres'] as const)('deleting a project (%s)', (kind) => {
  let postgres: Postgres | undefined;
  let house: TestHouse;
  let admin: Person;
  let colleague: Person;
  let segmentId: string;

  beforeEach(async () => {
    if (kind === 'postgres') postgres = await startPostgres();
    const databaseUrl = await postgres?.createDatabase();
    house = await openTestHouse({ keepsMembers: true, ...(databaseUrl && { databaseUrl }) });
    admin = await addPerson(house, 'ada', 1, 'admin');
    await house.store.write((tx) =>
      tx.insertMember({
        ...{ project: 2, accountId: admin.id, role: 'admin' },
        ...{ addedAt: house.clock.now, addedBy: 'test' },
      }),
    );
    colleague = await addPerson(house, 'bob', 1, 'editor');
    await fill(keys.write);
    await fill(keys.foreign);
    const segment = await house.call<SegmentBody>('POST', house.at('/segments'), {
      body: { name: 'Payers', conditions: plan },
    });
    segmentId = segment.body.id;
  });

  afterEach(async () => {
    await house?.close();
    await postgres?.stop();
    postgres = undefined;
  });

  /** People and events in the project of the key. */
  async function fill(key: string): Promise<void> {
    const items = Array.from({ length: 12 }, (_, n) => [
      { type: 'identify', userId: `user-${n}`, traits: { plan: n % 2 === 0 ? 'Pro' : 'Free' } },
      { type: 'track', userId: `user-${n}`, event: 'Paid', properties: { sum: n } },
    ]).flat();
    const { status } = await house.call('POST', '/sse/webhook', { key, body: items });
    expect(status).toBe(200);
  }

  const remove = (name: unknown = 'Demo', options: CallOptions = admin.browser) =>
    house.call('DELETE', house.at(''), { ...options, body: { name } });

  async function ask(method: string, path: string, options: CallOptions = {}) {
    const { status, body } = await house.call<{ code?: string }>(method, path, options);
    return { status, code: body?.code };
  }

  /** Rows of users, of events and of who was left out, on all servers of the index. */
  function count(project: number): Promise<number[]> {
    const tables = ['users', 'events', 'excluded'].map(async (table) => {
      const text = `SELECT count() AS n FROM ${table} WHERE project = ${project}`;
      const found = await Promise.all(
        shardsOf(house.engines.background).map((shard) => shard.query<{ n: string }>(plain(text))),
      );
      return found.reduce((sum, [row]) => sum + Number(row?.n), 0);
    });
    return Promise.all(tables);
  }

  const verify = () =>
    verifyIndex({
      ...{ store: house.store, engine: house.engines.background },
      caughtUp: () => house.indexer.caughtUp(),
    });

  test('is refused to whoever is no admin, with another name, and of the last one', async () => {
    const { projects } = await house.store.read(async (tx) => ({ projects: await tx.projects() }));
    expect((await remove('Demo', colleague.browser)).body).toMatchObject({
      code: 'insufficient_role',
    });
    expect((await remove('Demo', { key: keys.write })).body).toMatchObject({
      code: 'insufficient_scope',
    });
    for (const name of ['demo', 'Demo ', '', projectId]) {
      const { status, body } = await remove(name);
      expect([status, body.code, body.errors]).toEqual([
        422,
        'wrong_name',
        [expect.objectContaining({ path: 'name' })],
      ]);
    }
    for (const body of [undefined, {}, { name: 'Demo', force: true }]) {
      const options = { ...admin.browser, ...(body && { body }) };
      const { status } = await house.call('DELETE', house.at(''), options);
      expect([400, 415, 422]).toContain(status);
    }
    expect(await house.store.read((tx) => tx.projects())).toEqual(projects);

    expect((await remove()).status).toBe(204);
    const last = await house.call('DELETE', '/api/projects/other', {
      ...admin.browser,
      body: { name: 'Demo' },
    });
    expect([last.status, last.body.code]).toEqual([409, 'last_project']);
    expect(await house.store.read((tx) => tx.projects())).toHaveLength(1);
  });

  test('is done at once for whoever asks', async () => {
    const source = await house.call<SourceBody>('POST', house.at('/sources'), {
      ...admin.browser,
      body: { kind: 'segment', name: 'Segment' },
    });
    const access = await house.call<SourceAccessBody>(
      'GET',
      house.at(`/sources/${source.body.id}/access`),
      admin.browser,
    );
    const sourceAddress = access.body.path;
    const invited = await house.call('POST', house.at('/invitations'), {
      ...admin.browser,
      body: { email: 'new@example.com', role: 'viewer' },
    });
    const live = await house.fetchRaw('GET', house.at(`/live?segments=${segmentId}`));
    const events = readEvents(live.body as ReadableStream<Uint8Array>);
    await events.nextOf('audiences');
    // Everything is remembered that can be.
    const commands = { commands: [], stream: 's', sentAt: house.clock.now };
    const toSdk = () =>
      ask('POST', `/sdk/v1/projects/${projectId}/commands`, { key: null, body: commands });
    const neverThere = await ask('POST', '/sdk/v1/projects/nothing/commands', {
      ...{ key: null, body: commands },
    });
    expect((await toSdk()).code).not.toBe(unknown.code);
    expect((await ask('POST', sourceAddress, { key: null, body: {} })).status).not.toBe(404);

    expect((await remove()).status).toBe(204);

    const document = await house.fetchRaw('GET', '/openapi.json', { key: null });
    const { paths } = (await document.json()) as { paths: Record<string, object> };
    const ofProjects = Object.entries(paths).filter(([path]) => path.includes('{projectId}'));
    for (const [template, methods] of ofProjects) {
      if (template.startsWith('/sdk/')) continue;
      const path = template.replace('{projectId}', projectId).replace(/\{\w+\}/g, 'x');
      for (const method of Object.keys(methods)) {
        const found = [
          await house.fetchRaw(method.toUpperCase(), path, admin.browser),
          await house.fetchRaw(method.toUpperCase(), path, { key: keys.local }),
        ].map(async (reply) => ({
          status: reply.status,
          code: ((await reply.json()) as { code: string }).code,
        }));
        expect(await Promise.all(found), `${method} ${path}`).toEqual([unknown, unknown]);
        const { status } = await house.fetchRaw(method.toUpperCase(), path);
        expect(status).toBe(401);
      }
    }
    const item = { type: 'identify', userId: 'late' };
    expect(await ask('POST', '/sse/webhook', { body: item })).toMatchObject({ status: 401 });
    expect(await toSdk()).toEqual(neverThere);
    expect(neverThere).toEqual(unknown);
    expect(await ask('POST', sourceAddress, { key: null, body: {} })).toMatchObject({
      status: 404,
    });
    const [, token] = String(invited.body.path).split('#');
    expect(await ask('POST', '/api/join/look', { key: null, body: { token } })).toMatchObject({
      status: 404,
    });
    // Whoever listened comes again, and is told the same.
    expect(await events.drain()).toContain('bye');

    const session = await house.call<{ projects: { id: string }[] }>('GET', '/api/session', {
      ...admin.browser,
    });
    expect(session.body.projects.map(({ id }) => id)).toEqual(['other']);
    // An account stays, though it be a member of nothing.
    expect(await ask('GET', '/api/session', colleague.browser)).toMatchObject({ status: 200 });
    expect(await house.store.read((tx) => tx.deletedProjects())).toMatchObject([
      { number: 1, id: projectId, name: 'Demo', by: 'ada (ada@example.com)' },
    ]);
    expect(house.log.join('')).toContain('a project was deleted');
  });

  test('leaves nothing in store, index, files and memory, and all of another', async () => {
    const { upload, import: run } = callImports(house);
    await run('id,plan\nann,Pro\n', { identifier: { column: 0, matches: 'id' } });
    await upload('id,plan\nbea,Pro\n');
    await house.call('POST', house.at('/exports'), { body: { segmentId } });
    await house.exportJob.run();
    expect(await readdir(join(house.folder, 'exports'))).toHaveLength(1);
    expect((await readdir(join(house.folder, 'uploads'))).length).toBeGreaterThan(0);
    await house.indexer.caughtUp();
    const project = (await house.store.read((tx) => tx.project(projectId))) ?? expect.fail();
    await expect.poll(() => house.members.read(project)).toBeDefined();
    const others = await count(2);
    // Of a user of each whose row the index has refused.
    const [first] = shardsOf(house.engines.background);
    const excluded = [1, 2].map((each) =>
      JSON.stringify({ generation: 1, project: each, number: 99, position: 1, reason: 'test' }),
    );
    await first?.insert('excluded', Buffer.from(`${excluded.join('\n')}\n`));

    expect((await remove()).status).toBe(204);
    await house.removalJob.run();
    await house.exportJob.run();
    await house.indexer.caughtUp();

    expect(await count(1)).toEqual([0, 0, 0]);
    expect(await count(2)).toEqual([...others.slice(0, 2), 1]);
    expect(await verify()).toMatchObject({ usersCompared: 12, differenceCount: 0 });
    const left = await house.store.read(async (tx) => ({
      profiles: await tx.countProfiles(1),
      events: await tx.scanEvents(1, undefined, 1),
      segments: await tx.segments(1),
      imports: await tx.imports(1),
      audit: await tx.audit(1, 10),
      others: await tx.countProfiles(2),
    }));
    expect(left).toEqual({
      ...{ profiles: 0, events: [], segments: [], imports: [], audit: [], others: 12 },
    });
    expect(await readdir(join(house.folder, 'exports'))).toEqual([]);
    expect(await readdir(join(house.folder, 'uploads'))).toEqual([]);
    await expect.poll(() => house.members.whyNotKept(project)).toBe(null);
    expect(await house.members.read(project)).toBeUndefined();
    // The log is forgotten up to where the project has gone.
    const ofIt = async () => {
      const logged = await house.store.read(async (tx) =>
        tx.changes(await tx.oldestPosition(), 1_000),
      );
      return logged.filter(({ change }) => change.project === 1);
    };
    await expect.poll(ofIt).toEqual([]);

    // Looked for a last time when nothing that was under way can write any more.
    await house.store.write((tx) => tx.allocateNumbers(2, 1));
    await house.removalJob.run();
    expect(await house.store.read((tx) => tx.deletedProjects())).toMatchObject([{ number: 1 }]);
    house.clock.now += hourMs;
    await house.removalJob.run();
    expect(await house.store.read((tx) => tx.deletedProjects())).toMatchObject([
      { number: 1, removedAt: house.clock.now },
    ]);
  });

  test('takes away what a request that was under way has written later', async () => {
    expect((await remove()).status).toBe(204);
    await house.removalJob.run();
    await house.indexer.caughtUp();
    await house.store.write(async (tx) => {
      const event = {
        number: 1,
        source: 'api',
        name: 'Late',
        timestamp: 1,
        messageId: 'm',
      } as const;
      await tx.insertEvents(1, [{ ...event, properties: new Map() }]);
      await tx.appendChanges([
        { type: 'events', project: 1, events: [{ ...event, properties: new Map() }] },
      ]);
    });
    await house.indexer.caughtUp();
    expect(await count(1)).toEqual([0, 1, 0]);
    expect(await verify()).toMatchObject({
      differences: [{ project: 1, number: 0, what: 'project extra' }],
    });
    house.clock.now += hourMs;
    await house.removalJob.run();
    expect(await house.store.read((tx) => tx.deletedProjects())).not.toMatchObject([
      { removedAt: expect.anything() },
    ]);
    await house.indexer.caughtUp();
    expect(await count(1)).toEqual([0, 0, 0]);
    await house.removalJob.run();
    expect(await house.store.read((tx) => tx.deletedProjects())).toMatchObject([
      { removedAt: expect.anything() },
    ]);
  });

  test('is found by an index that is made anew meanwhile', async () => {
    expect((await remove()).status).toBe(204);
    await house.indexer.rebuild();
    expect(await count(1)).toEqual([0, 0, 0]);
    expect(await verify()).toMatchObject({ usersCompared: 12, differenceCount: 0 });
  });
});
