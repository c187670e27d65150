import { expect, it } from 'vitest';
import { allMigrations } from '../../src/store/migrations/all-migrations.ts';
import type { Migration } from '../../src/store/migrations/migration.ts';
import type { StoreLocation } from '../../src/store/open-store.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { createSqlStore, type TransactionSource } from '../../src/store/sql-store.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { StoreTooNewError } from '../../src/store/store-errors.ts';
import { describeOnEngines } from './engines.ts';
import { activeDocument, releases } from './releases.ts';
import { addProject, readAllEvents } from './samples.ts';

const at = Date.UTC(2025, 2, 30, 12);

const seenMessageIds = ['m1', '0190a5b2-1c3d-7e4f-8a9b-0c1d2e3f4a5b', 'y'.repeat(70), 'new'];

const openSource = async (location: StoreLocation): Promise<TransactionSource> =>
  'dataDir' in location ? openSqlite(location) : openPostgres(location.databaseUrl);

/** A store at `location` with the schema of `migrations`, filled by `statements`, and closed. */
async function makeStore(
  location: StoreLocation,
  migrations: readonly Migration[],
  statements: readonly string[],
): Promise<void> {
  const store = await createSqlStore(await openSource(location), migrations);
  await store.close();
  const source = await openSource(location);
  await source.inWrite(async (connection) => {
    for (const statement of statements) await connection.query(statement);
  });
  await source.close();
}

const addNickname: Migration = {
  id: allMigrations.length + 1,
  name: 'nickname',
  statements: ({ types }) => [
    `alter table projects add column nickname ${types.text}`,
    "update projects set nickname = 'nick of ' || id",
  ],
};

describeOnEngines('migrations of the store', ({ open, makeLocation }, kind) => {
  const writeBytes = (hex: string) => (kind === 'sqlite' ? `x'${hex}'` : `decode('${hex}', 'hex')`);

  it('are numbered from 1 without a gap, and every release is tried', () => {
    const ids = allMigrations.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    expect(releases.map(({ migrations }) => migrations)).toEqual(ids);
  });

  it.each(releases)('carry forward what release $migrations wrote', async (release) => {
    const location = await makeLocation();
    const known = allMigrations.slice(0, release.migrations);
    await makeStore(location, known, release.statements(writeBytes));
    const store = await open(location);
    const [view] = (await readAllEvents(store, 1)).slice(1);
    expect(view).toStrictEqual({
      number: 3,
      source: 'app',
      name: 'view',
      timestamp: at + 1,
      messageId: 'y'.repeat(70),
      properties: new Map(),
    });
    await store.read(async (tx) => {
      expect(await tx.projects()).toStrictEqual([
        { id: 'shop', number: 1, name: 'Shop', timeZone: 'Europe/Paris', createdAt: at },
      ]);
      expect(await tx.keyByHash('aa')).toMatchObject({ id: 'key-1', scope: 'write' });
      const [ada] = await tx.profiles(1, [1]);
      expect(ada).toMatchObject({ userId: 'ada', name: { value: 'Ada', source: 'API', at } });
      expect(ada?.attributes).toEqual(
        new Map<string, unknown>([
          ['plan', { value: 'pro', source: 'API', at }],
          ['gone', { value: null, source: 'CSV: people.csv', at: at + 1 }],
          ['cities', { value: ['Paris'], source: 'API', at }],
        ]),
      );
      expect(await tx.findNumbers(1, [{ kind: 'anonymous', id: 'browser' }])).toEqual(
        new Map([['anonymous:browser', 3]]),
      );
      expect(await tx.countEvents(1)).toBe(2);
      expect(await tx.changes(0, 10)).toMatchObject([
        { position: 7, change: { type: 'profiles', numbers: [1, 3] } },
        { position: 8, change: { events: [{ messageId: 'm1' }] } },
        { position: 9, change: { from: 2, to: 1 } },
      ]);
      expect(await tx.oldestPosition()).toBe(6);
      expect(await tx.segment(1, 'payers')).toMatchObject({ version: 2, name: 'Payers' });
      expect(await tx.segmentVersions(1, 'payers')).toMatchObject([{ version: 1, name: 'Old' }]);
      expect(await tx.audit(1, 5)).toMatchObject([{ action: 'segment.created' }]);
    });
    await store.write(async (tx) => {
      // What is there already is recognised: ids are kept in the same form.
      if (view !== undefined) await tx.insertEvents(1, [view]);
      expect(await tx.countEvents(1)).toBe(2);
      expect(await tx.keepNewMessageIds(1, seenMessageIds)).toEqual(new Set(['new']));
      expect(await tx.allocateNumbers(1, 1)).toBe(4);
      expect(await tx.appendChanges([{ type: 'timeZone', project: 1 }])).toBe(10);
      await tx.insertAudit({ project: 1, at, by: 'bob', action: 'key.created', subject: 'k' });
    });
  });

  it.each(releases.filter(({ migrations }) => migrations >= 3))(
    'carry forward the people of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        const ada = await tx.accountByEmail('ADA@example.com');
        expect(ada).toMatchObject({ id: 'acc_ada', name: 'Ada', lastSignInAt: at + 1 });
        expect(await tx.memberships('acc_ada')).toMatchObject([{ project: 1, role: 'admin' }]);
        expect(await tx.loginSession('bb')).toMatchObject({ createdAt: at, expiresAt: at + 2 });
        expect(await tx.invitation('cc')).toMatchObject({ email: 'eve@example.com', project: 1 });
      });
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 5))(
    'carry forward the experiences of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        expect(await tx.experience(1, 'poll')).toMatchObject({
          version: 2,
          type: 'survey',
          status: 'live',
          steps: [{ id: 'nps', question: { kind: 'nps' } }],
          target: { who: { type: 'segments', segmentIds: ['payers'] } },
          publishedAt: at,
        });
        expect(await tx.experienceVersions(1, 'poll')).toMatchObject([
          { version: 1, status: 'draft', target: { who: { type: 'everyone' } } },
        ]);
      });
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 8))(
    'carry forward the webhooks of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        expect(await tx.webhooks(1)).toMatchObject([{ id: 'wh_1', events: ['segment.created'] }]);
        const wish = { project: 1, webhook: 'wh_1', limit: 5 };
        expect(await tx.deliveries(wish)).toMatchObject([
          { id: 'msg_1', state: 'waiting', due: at + 5, payload: '{}', tries: 1 },
        ]);
      });
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 10))(
    'carry forward the no-code events of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        expect(await tx.trackedEvent(1, 'exported')).toMatchObject({
          version: 2,
          codeName: 'export_clicked',
          status: 'live',
          conditions: [{ type: 'clicked', selector: '#export' }],
          publishedAt: at,
        });
        expect(await tx.trackedEventVersions(1, 'exported')).toMatchObject([
          { version: 1, status: 'draft', conditions: [] },
        ]);
      });
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 11))(
    'carry forward the imports of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        const row = await tx.import(1, 'import-1');
        expect(row).toMatchObject({ number: 1, status: 'done', startedAt: at + 1 });
        expect(await tx.importSettings(1)).toMatchObject({ identifier: { matches: 'id' } });
        expect(await tx.importProgress(1)).toMatchObject({ row: 2, updated: 1, refused: 1 });
        expect(await tx.importIssues(1, 0)).toMatchObject([{ row: 2, scope: 'row' }]);
        const before = { value: 'yes', source: 'API', at };
        expect(await tx.scanImportChanges(1, 0, 10)).toMatchObject([
          { number: 1, change: { attributes: new Map([['gone', before]]) } },
          { number: 3, change: { type: 'created' } },
        ]);
      });
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 12))(
    'carry forward the exports of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      expect(await store.read((tx) => tx.exports(1))).toMatchObject([
        { id: 'export-1', state: 'done', whom: { segmentId: 'payers' }, expiresAt: at + 2 },
      ]);
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 16))(
    'carry forward the deleted projects of release $migrations',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      expect(await store.read((tx) => tx.deletedProjects())).toEqual([
        { number: 2, id: 'gone', name: 'Gone', at: 1743336000000, by: 'ada' },
        {
          ...{ number: 3, id: 'removed', name: 'Removed', at: 1743336000001, by: 'ada' },
          removedAt: 1743336000002,
        },
      ]);
    },
  );

  it.each(releases.filter(({ migrations }) => migrations >= 14))(
    'carry forward what release $migrations has told of members',
    async (release) => {
      const location = await makeLocation();
      const known = allMigrations.slice(0, release.migrations);
      await makeStore(location, known, release.statements(writeBytes));
      const store = await open(location);
      await store.read(async (tx) => {
        expect(await tx.toldProjects()).toEqual([1]);
        expect(await tx.toldProject(1)).toMatchObject({ revision: 5, position: 8, at });
        expect(await tx.toldSegments(1)).toEqual([{ id: 'payers', meaning: 'm' }]);
        const [part] = await tx.toldParts(1, 'payers');
        expect(part).toMatchObject({ segmentId: 'payers', part: 0 });
        expect([...(part?.bits ?? [])]).toEqual([8]);
      });
    },
  );

  it('take the activity out of the documents of release 5', async () => {
    const location = await makeLocation();
    const release = releases[4];
    await makeStore(location, allMigrations.slice(0, 5), [
      ...(release?.statements(writeBytes) ?? []),
      `insert into profiles (project, number, document) values (1, 7, '${activeDocument}')`,
    ]);
    const store = await open(location);
    const [eve] = await store.read((tx) => tx.profiles(1, [7]));
    expect(eve).toMatchObject({
      firstSeen: -5,
      lastActivity: at + 7,
      tags: ['\0', '"firstSeen":1,'],
    });
    const [ada] = await store.read((tx) => tx.profiles(1, [1]));
    expect(ada).not.toHaveProperty('firstSeen');
  });

  it('run once, on the data that is there', async () => {
    const location = await makeLocation();
    await addProject(await open(location));
    for (let opening = 0; opening < 2; opening += 1) {
      await makeStore(location, [...allMigrations, addNickname], []);
    }
    const source = await openSource(location);
    const { rows } = await source.inRead((connection) =>
      connection.query('select nickname from projects'),
    );
    await source.close();
    expect(rows).toMatchObject([{ nickname: 'nick of shop' }]);
  });

  it('leave the store as it was when one of them fails', async () => {
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store);
    await store.close();
    const broken: Migration = {
      ...addNickname,
      statements: (dialect) => [...addNickname.statements(dialect), 'update nothing set a = 1'],
    };
    await expect(makeStore(location, [...allMigrations, broken], [])).rejects.toThrow(/nothing/);
    const again = await open(location);
    expect(await again.read((tx) => tx.projects())).toHaveLength(1);
  });

  it('refuse a store that a newer program has written, and leave it alone', async () => {
    const location = await makeLocation();
    await makeStore(location, [...allMigrations, addNickname], []);
    await expect(open(location)).rejects.toThrow(StoreTooNewError);
    await expect(open(location)).rejects.toThrow(
      /written by a newer version of Muster .*"nickname".*Start that version/s,
    );
    // The newer program finds it as before.
    await makeStore(location, [...allMigrations, addNickname], []);
  });
});
