import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import {
  StoreBusyError,
  StoreError,
  StoreFullError,
  StoreUnavailableError,
} from '../../src/store/store-errors.ts';
import { describeOnEngine } from './engines.ts';
import { addProject, makeEvent, makeProfile, readAllEvents } from './samples.ts';

describeOnEngine('postgres', 'faults of the server', ({ open, server }) => {
  /** Runs `work` on a connection of its own to the database. */
  async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  const countProfiles = (store: Store) => store.read((tx) => tx.countProfiles(1));

  it('fail the write under way when the server goes, and no later one', async () => {
    const store = await open({ databaseUrl: await server().createDatabase() });
    await addProject(store);
    await store.write((tx) => tx.putProfiles(1, [makeProfile(1)]));
    const interrupted = store.write(async (tx) => {
      await tx.putProfiles(1, [makeProfile(2)]);
      await server().restart();
      await tx.putProfiles(1, [makeProfile(3)]);
    });
    const waiting = store.write((tx) => tx.putProfiles(1, [makeProfile(4)]));
    await expect(interrupted).rejects.toThrow(StoreUnavailableError);
    await waiting;
    expect(await countProfiles(store)).toBe(2);
    const reading = store.read(async (tx) => {
      await tx.countProfiles(1);
      await server().restart();
      return tx.countProfiles(1);
    });
    await expect(reading).rejects.toThrow(StoreUnavailableError);
    expect(await countProfiles(store)).toBe(2);
  });

  it('outlive a restart while nothing is asked', async () => {
    const store = await open({ databaseUrl: await server().createDatabase() });
    await addProject(store);
    await Promise.all(Array.from({ length: 10 }, () => countProfiles(store)));
    await server().restart();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => store.write((tx) => tx.allocateNumbers(1, 1))),
    );
    expect(results.at(-1)?.status).toBe('fulfilled');
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreUnavailableError);
    }
  });

  it('are said when there is no server, without the password', async () => {
    const opening = open({ databaseUrl: 'postgres://muster:secret-word@127.0.0.1:1/muster' });
    await expect(opening).rejects.toThrow(StoreUnavailableError);
    await expect(opening).rejects.toThrow(/cannot be reached/);
    await expect(opening).rejects.not.toThrow(/secret-word/);
  });

  it('name a full disk, and leave the store usable', async () => {
    const databaseUrl = await server().createDatabase();
    const store = await open({ databaseUrl });
    await addProject(store);
    // No disk to fill here: the server raises the error that it raises then.
    await withClient(databaseUrl, (client) =>
      client.query(`
        create function fail() returns trigger language plpgsql as
          $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
        create trigger full_disk before insert on changes execute function fail()`),
    );
    const writing = store.write(async (tx) => {
      await tx.putProfiles(1, [makeProfile(1)]);
      await tx.appendChanges([{ type: 'profiles', project: 1, numbers: [1] }]);
    });
    await expect(writing).rejects.toThrow(StoreFullError);
    await expect(writing).rejects.toThrow(/^The disk is full/);
    expect(await countProfiles(store)).toBe(0);
    await withClient(databaseUrl, (client) => client.query('drop trigger full_disk on changes'));
    expect(await store.write((tx) => tx.appendChanges([{ type: 'timeZone', project: 1 }]))).toBe(1);
  });

  it('include a lock that another process does not let go of', async () => {
    const databaseUrl = await server().createDatabase();
    const store = await open({ databaseUrl });
    const other = await open({ databaseUrl });
    await addProject(store);
    await store.write(async () => {
      const blocked = other.write((tx) => tx.allocateNumbers(1, 1));
      // What lock_timeout would do after 30 seconds.
      const cancelled = withClient(databaseUrl, (client) =>
        waitUntil(async () => {
          const { rowCount } = await client.query(
            `select pg_cancel_backend(pid) from pg_locks
            where locktype = 'advisory' and not granted`,
          );
          return rowCount === 1;
        }),
      );
      await Promise.all([expect(blocked).rejects.toThrow(StoreBusyError), cancelled]);
    });
    expect(await other.write((tx) => tx.allocateNumbers(1, 1))).toBe(1);
  });

  it('lose no update between two processes, and no position', async () => {
    const databaseUrl = await server().createDatabase();
    const stores = await Promise.all([open({ databaseUrl }), open({ databaseUrl })]);
    const [first, second] = stores as [Store, Store];
    await addProject(first);
    await first.write((tx) => tx.putProfiles(1, [makeProfile(1)]));
    let isWriting = true;
    const seen: number[] = [];
    const following = (async () => {
      while (isWriting) {
        const changes = await second.read((tx) => tx.changes(seen.length, 1000));
        seen.push(...changes.map(({ position }) => position));
      }
    })();
    await Promise.all(
      Array.from({ length: 80 }, (_, at) =>
        (at % 2 === 0 ? first : second).write(async (tx) => {
          const [profile] = await tx.profiles(1, [1]);
          if (profile === undefined) throw new Error('The profile is gone.');
          await tx.putProfiles(1, [{ ...profile, sessions: profile.sessions + 1 }]);
          await tx.appendChanges([{ type: 'profiles', project: 1, numbers: [1] }]);
        }),
      ),
    );
    isWriting = false;
    await following;
    // Whoever follows the log never sees a position before the ones below it.
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    const [profile] = await second.read((tx) => tx.profiles(1, [1]));
    expect(profile?.sessions).toBe(80);
    expect(await first.headPosition()).toBe(80);
  });

  it('wait for the disk even where the database is told not to', async () => {
    const databaseUrl = await server().createDatabase();
    const name = new URL(databaseUrl).pathname.slice(1);
    await withClient(databaseUrl, (client) =>
      client.query(`alter database ${name} set synchronous_commit = off`),
    );
    const store = await open({ databaseUrl });
    await withClient(databaseUrl, (client) =>
      client.query(`
        create table seen (setting text, isolation text);
        create function note() returns trigger language plpgsql as
          $$ begin insert into seen values (current_setting('synchronous_commit'),
            current_setting('transaction_isolation')); return new; end $$;
        create trigger note before insert on projects for each row execute function note()`),
    );
    await addProject(store);
    const { rows } = await withClient(databaseUrl, (client) => client.query('select * from seen'));
    expect(rows).toEqual([{ setting: 'on', isolation: 'read committed' }]);
  });

  it('do not make a scan read more than it returns, though the server knows nothing of the table', async () => {
    const databaseUrl = await server().createDatabase();
    const store = await open({ databaseUrl });
    await addProject(store);
    await withClient(databaseUrl, (client) =>
      client.query('alter table events set (autovacuum_enabled = false)'),
    );
    const count = 3000;
    await store.write((tx) =>
      tx.insertEvents(
        1,
        Array.from({ length: count }, (_, at) => makeEvent(at % 500, { messageId: `m${at}` })),
      ),
    );
    expect(await readAllEvents(store, 1, 100)).toHaveLength(count);
    // A connection reports what it read when it ends.
    await store.close();
    const readRows = () =>
      withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<{ read: number }>(
          `select seq_tup_read::int + idx_tup_fetch::int as read
          from pg_stat_user_tables where relname = 'events'`,
        );
        return rows[0]?.read ?? 0;
      });
    await waitUntil(async () => (await readRows()) >= count);
    expect(await readRows()).toBeLessThan(count * 1.1);
  });

  it('include a database in another encoding', async () => {
    const databaseUrl = await server().createDatabase();
    await withClient(databaseUrl, (client) =>
      client.query("create database latin encoding 'LATIN1' locale 'C' template template0"),
    );
    const latin = new URL('/latin', databaseUrl).href;
    await expect(open({ databaseUrl: latin })).rejects.toThrow(StoreError);
    await expect(open({ databaseUrl: latin })).rejects.toThrow(/UTF8, not in LATIN1/);
  });

  it('leave no test server behind when the test is killed', async () => {
    const program = `
      const { startPostgres } = await import('${new URL('../postgres.ts', import.meta.url)}');
      const postgres = await startPostgres();
      console.log(await postgres.createDatabase());`;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
    );
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const url = new URL(String(line));
    const isListening = () =>
      new Promise<boolean>((resolve) => {
        const socket = createConnection(Number(url.port), url.hostname);
        socket.on('connect', () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', () => resolve(false));
      });
    expect(await isListening()).toBe(true);
    child.kill('SIGKILL');
    await waitUntil(async () => !(await isListening()));
  });
});
