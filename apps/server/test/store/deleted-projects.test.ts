import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { describeSchema } from '../../src/store/backup/describe-schema.ts';
import { allMigrations } from '../../src/store/migrations/all-migrations.ts';
import type { StoreLocation } from '../../src/store/open-store.ts';
import type { RemovalPlace } from '../../src/store/remove-rows.ts';
import type { SqlValue } from '../../src/store/sql-connection.ts';
import { storeFileName } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { ProjectGoneError } from '../../src/store/store-errors.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, noon } from './samples.ts';

/** Tables of the installation; what any other has is of a project. */
const ofNobody = ['accounts', 'claims', 'deleted_projects', 'leases', 'login_sessions', 'projects'];

const schema = await describeSchema(allMigrations);
const tables = schema.filter(({ name }) => !ofNobody.includes(name));
const rowsEach = 7;

type Row = Record<string, SqlValue>;
type Ask = (sql: string, values?: SqlValue[]) => Promise<Row[]>;

/** Asks the database itself: what the store offers reads only what it knows of. */
async function ask<T>(location: StoreLocation, work: (ask: Ask) => Promise<T>): Promise<T> {
  if ('databaseUrl' in location) {
    const client = new Client({ connectionString: location.databaseUrl });
    await client.connect();
    try {
      return await work(async (sql, values) => (await client.query(sql, values)).rows);
    } finally {
      await client.end();
    }
  }
  const database = new DatabaseSync(join(location.dataDir, storeFileName));
  try {
    return await work(async (sql, values = []) => {
      const statement = database.prepare(sql.replace(/\$\d+/g, '?'));
      return statement.all(...values) as Row[];
    });
  } finally {
    database.close();
  }
}

/** Some rows of the project in every table, whatever its columns are. */
async function fill(location: StoreLocation, project: number): Promise<void> {
  const isPostgres = 'databaseUrl' in location;
  await ask(location, async (query) => {
    for (const { name, columns, key } of tables) {
      const names = Object.keys(columns);
      // One row is all that there can be of these.
      const isSingle = ['project', 'import'].includes(key.join());
      for (let row = 0; row < (isSingle ? 1 : rowsEach); row += 1) {
        const own = project * 1_000 + row;
        const values = names.map((column): SqlValue => {
          if (column === 'project') return project;
          if (column === 'import') return project * 1_000 + (isSingle ? 0 : row % 3);
          if (columns[column] === 'integer') return own;
          if (column === 'document') return '{}';
          return columns[column] === 'bytes' ? Buffer.from(`${own}`) : `text ${own}`;
        });
        const places = names.map((_, at) => `$${at + 1}`).join(', ');
        const overriding = isPostgres ? 'overriding system value ' : '';
        const list = names.map((column) => `"${column}"`).join(', ');
        await query(`insert into ${name} (${list}) ${overriding}values (${places})`, values);
      }
    }
  });
}

/** Every row of every table, by the project whose it is. */
async function readRows(location: StoreLocation, project: number): Promise<Map<string, Row[]>> {
  const found = new Map<string, Row[]>();
  await ask(location, async (query) => {
    for (const { name, columns, key } of tables) {
      const order = key.map((column) => `"${column}"`).join(', ');
      const isOurs = 'project' in columns ? `project = ${project}` : `import / 1000 = ${project}`;
      found.set(name, await query(`select * from ${name} where ${isOurs} order by ${order}`));
    }
  });
  return found;
}

const emptied = new Map(tables.map(({ name }) => [name, []]));

function deleteFirst(store: Store): Promise<void> {
  const project = { number: 1, id: 'shop', name: 'Shop' };
  return store.write((tx) => tx.deleteProject(project, { at: noon, by: 'Ada' }));
}

describeOnEngines('a deleted project', ({ open, makeLocation }) => {
  it('leaves no row in any table that can have one, and every row of another', async () => {
    for (const { name, columns } of tables) {
      expect(Object.keys(columns), `whose are the rows of ${name}?`).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(project|import)$/)]),
      );
    }
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store);
    await addProject(store, 'other');
    await fill(location, 1);
    await fill(location, 2);
    const others = await readRows(location, 2);
    for (const [name, rows] of await readRows(location, 1)) {
      expect(rows.length, name).toBeGreaterThan(0);
    }

    await deleteFirst(store);
    const limit = 5;
    let place: RemovalPlace | undefined;
    let slices = 0;
    do {
      // Who goes on after a restart begins anew.
      const from = slices % 4 === 3 ? undefined : place;
      const slice = await store.write((tx) => tx.removeRows(1, limit, from));
      expect(slice.rows).toBeLessThanOrEqual(limit);
      place = slice.next;
      slices += 1;
    } while (place !== undefined);
    expect(slices).toBeGreaterThan(tables.length);

    expect(await readRows(location, 1)).toEqual(emptied);
    expect(await readRows(location, 2)).toEqual(others);
  });

  it('is no project from its deletion on, nor open to anybody', async () => {
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store);
    await addProject(store, 'other');
    await fill(location, 1);
    await deleteFirst(store);

    const found = await store.read(async (tx) => ({
      projects: (await tx.projects()).map(({ id }) => id),
      project: await tx.project('shop'),
      there: [await tx.hasProject(1), await tx.hasProject(2)],
      deleted: await tx.deletedProjects(),
    }));
    expect(found).toEqual({
      projects: ['other'],
      project: undefined,
      there: [false, true],
      deleted: [{ number: 1, id: 'shop', name: 'Shop', at: noon, by: 'Ada' }],
    });
    const rows = await readRows(location, 1);
    for (const name of ['api_keys', 'members', 'invitations', 'sources', 'webhooks', 'exports']) {
      expect(rows.get(name), name).toEqual([]);
    }
    await expect(deleteFirst(store)).rejects.toThrow('no project number 1');
  });

  it('takes no change any more that has an entry in the audit log', async () => {
    const store = await open();
    await addProject(store);
    await deleteFirst(store);
    const late = store.write(async (tx) => {
      const subject = { type: 'event', source: 'app', name: 'Paid' } as const;
      await tx.putCatalogNote(1, { subject, hidden: true, description: '' });
      await tx.insertAudit({ project: 1, at: noon, by: 'Ada', action: 'note', subject: 'Paid' });
    });
    await expect(late).rejects.toThrow(ProjectGoneError);
    expect(await store.read((tx) => tx.catalogNotes(1))).toEqual([]);
  });

  it('keeps its number to itself, and that everything of it has gone', async () => {
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store, 'other');
    await addProject(store);
    const project = { number: 2, id: 'shop', name: 'Shop' };
    await store.write((tx) => tx.deleteProject(project, { at: noon, by: 'Ada' }));
    // As an older version does, which knows of no project that was deleted.
    const again = ask(location, (query) =>
      query("insert into projects (number, id, document) values (2, 'new', '{}')"),
    );
    await expect(again).rejects.toThrow('a project that has been deleted');
    expect(await addProject(store, 'shop')).toMatchObject({ number: 3 });
    await store.write((tx) => tx.noteRemoved(2, noon + 1));
    expect(await store.read((tx) => tx.deletedProjects())).toEqual([
      { ...project, at: noon, by: 'Ada', removedAt: noon + 1 },
    ]);
  });
});
