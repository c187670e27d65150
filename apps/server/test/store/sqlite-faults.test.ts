import { spawnSync } from 'node:child_process';
import { openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it } from 'vitest';
import { createSqlStore } from '../../src/store/sql-store.ts';
import { openSqlite, type SqliteOptions } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreBusyError, StoreCorruptError, StoreFullError } from '../../src/store/store-errors.ts';
import { describeOnEngine } from './engines.ts';
import { addProject, makeEvent, makeProfile, readAllEvents } from './samples.ts';

const fullDiskProgram = new URL('./full-disk-process.ts', import.meta.url).pathname;
// A disk of our own, gone with its process: a name space for mounts, as root or with a user's.
const smallDisk = ['--map-root-user', '--mount', '/bin/sh', '-ec'];
const canMount =
  spawnSync('/usr/bin/unshare', [...smallDisk, 'mount -t tmpfs -o size=1m tmpfs /mnt']).status ===
  0;

describeOnEngine('sqlite', 'faults of the file', ({ open, makeLocation }) => {
  async function makeFolder(): Promise<string> {
    const location = await makeLocation();
    return 'dataDir' in location ? location.dataDir : '';
  }

  async function openWith(options: SqliteOptions): Promise<Store> {
    return createSqlStore(openSqlite(options));
  }

  async function insertEvents(store: Store, first: number, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, at) =>
      makeEvent(1, {
        messageId: `m${first + at}`,
        properties: new Map([['filler', 'x'.repeat(500)]]),
      }),
    );
    await store.write(async (tx) => {
      await tx.keepNewMessageIds(
        1,
        events.map(({ messageId }) => messageId),
      );
      await tx.insertEvents(1, events);
      await tx.appendChanges([{ type: 'events', project: 1, events }]);
    });
  }

  it('reports a file that may not grow, keeps what was acknowledged, and goes on when there is room', async () => {
    const dataDir = await makeFolder();
    const store = await openWith({ dataDir, maxPages: 300 });
    await addProject(store);
    let acknowledged = 0;
    const fill = async () => {
      for (;;) {
        await insertEvents(store, acknowledged, 50);
        acknowledged += 50;
      }
    };
    const failure = await fill().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreFullError);
    expect(String(failure)).toMatch(/The disk is full: .*store\.db/);
    expect(acknowledged).toBeGreaterThan(0);
    expect(await readAllEvents(store, 1)).toHaveLength(acknowledged);
    const head = await store.headPosition();
    expect(head).toBe(acknowledged / 50);
    const kept = (messageId: string) =>
      store
        .read((tx) => tx.changes(head - 1, 1))
        .then((changes) => JSON.stringify(changes).includes(messageId));
    expect(await kept(`"m${acknowledged - 1}"`)).toBe(true);

    // Room inside the file is room too.
    await store.write((tx) => tx.pruneChanges(head));
    await insertEvents(store, acknowledged, 10);
    expect(await readAllEvents(store, 1)).toHaveLength(acknowledged + 10);
    await store.close();
    const reopened = await open({ dataDir });
    expect(await reopened.read((tx) => tx.countEvents(1))).toBe(acknowledged + 10);
    await insertEvents(reopened, acknowledged + 10, 500);
  });

  it.runIf(canMount)('survives a disk that is really full', async () => {
    const folder = await makeFolder();
    const script = `mount -t tmpfs -o size=4m tmpfs '${folder}'
      dd if=/dev/zero of='${folder}/ballast' bs=1k count=1024 2>/dev/null
      exec '${process.execPath}' --import tsx '${fullDiskProgram}' '${folder}'`;
    const { stdout, stderr } = spawnSync('/usr/bin/unshare', [...smallDisk, script], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    });
    expect(stderr).toBe('');
    const result = JSON.parse(stdout);
    expect(result.failure).toMatch(/^StoreFullError: The disk is full/);
    expect(result.again).toMatch(/^StoreFullError: The disk is full/);
    expect(result.whenFull.acknowledged).toBeGreaterThan(0);
    expect(result.whenFull.counted).toBe(result.whenFull.acknowledged);
    expect(result.afterRoom.counted).toBe(result.afterRoom.acknowledged);
    expect(result.afterRoom.acknowledged).toBeGreaterThan(result.whenFull.acknowledged);
    expect(result.head).toBe(result.afterRoom.acknowledged / 100);
  });

  it('names the file when it is not a store', async () => {
    const dataDir = await makeFolder();
    await mkdir(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'store.db'), 'Dear diary, '.repeat(1000));
    await expect(open({ dataDir })).rejects.toThrow(StoreCorruptError);
    await expect(open({ dataDir })).rejects.toThrow(join(dataDir, 'store.db'));
  });

  it('names the file when it was damaged', async () => {
    const dataDir = await makeFolder();
    const store = await openWith({ dataDir });
    await addProject(store);
    await insertEvents(store, 0, 5000);
    await store.close();
    const file = join(dataDir, 'store.db');
    const { size } = statSync(file);
    const handle = openSync(file, 'r+');
    // Behind the schema, so that it opens.
    const from = 100 * 4096;
    writeSync(handle, Buffer.alloc(size - from, 0xa5), 0, size - from, from);
    const damaged = await open({ dataDir });
    const reading = readAllEvents(damaged, 1);
    await expect(reading).rejects.toThrow(StoreCorruptError);
    await expect(reading).rejects.toThrow(file);
  });

  it('says when another program holds the file, and goes on when it lets go', async () => {
    const dataDir = await makeFolder();
    const store = await open({ dataDir });
    await addProject(store);
    const intruder = new DatabaseSync(join(dataDir, 'store.db'));
    intruder.exec('begin immediate');
    const writing = insertEvents(store, 0, 1);
    await expect(writing).rejects.toThrow(StoreBusyError);
    await expect(writing).rejects.toThrow(/locked by another program/);
    expect(await store.headPosition()).toBe(0);
    intruder.exec('rollback');
    intruder.close();
    await insertEvents(store, 0, 1);
    expect(await store.headPosition()).toBe(1);
  });

  it('cannot be opened where a folder cannot be made', async () => {
    const dataDir = await makeFolder();
    writeFileSync(join(dataDir, 'file'), '');
    await expect(open({ dataDir: join(dataDir, 'file', 'data') })).rejects.toThrow(
      /cannot be opened/,
    );
  });

  it('keeps the write-ahead log short, waiting when it must, but never for a long read', async () => {
    const dataDir = await makeFolder();
    const checkpointLimits = { startAt: 20, restartAt: 100, fewPages: 30, waitAt: 200 };
    const store = await openWith({ dataDir, checkpointLimits });
    const log = join(dataDir, 'store.db-wal');
    const pages = () => statSync(log).size / 4096;
    await addProject(store);
    for (let at = 0; at < 100; at += 1) await insertEvents(store, at * 50, 50);
    // About 20 pages a write: the log was begun anew several times.
    expect(pages()).toBeLessThan(600);

    await store.read(async (tx) => {
      expect(await tx.headPosition()).toBe(100);
      for (let at = 100; at < 200; at += 1) await insertEvents(store, at * 50, 50);
      expect(await tx.headPosition()).toBe(100);
    });
    expect(await readAllEvents(store, 1, 1000)).toHaveLength(10_000);
    await store.close();
    expect(pages()).toBe(0);
    const reopened = await open({ dataDir });
    expect(await reopened.headPosition()).toBe(200);
  });

  it('waits for the disk at every commit, in the mode that lets readers go on', async () => {
    const dataDir = await makeFolder();
    const source = openSqlite({ dataDir });
    const settings = await source.inWrite(async (connection) => {
      const names = ['synchronous', 'journal_mode', 'foreign_keys'];
      const answers = names.map((name) => connection.query(`pragma ${name}`));
      return (await Promise.all(answers)).flatMap(({ rows }) => rows);
    });
    await source.close();
    expect(settings).toEqual([{ synchronous: 2 }, { journal_mode: 'wal' }, { foreign_keys: 1 }]);
  });

  it('answers about one person without reading the others', async () => {
    const dataDir = await makeFolder();
    const store = await openWith({ dataDir });
    await addProject(store);
    await store.write((tx) => tx.putProfiles(1, [makeProfile(1)]));
    await insertEvents(store, 0, 10);
    await store.close();
    const database = new DatabaseSync(join(dataDir, 'store.db'), { readOnly: true });
    const plan = database
      .prepare(
        `explain query plan select events.number
        from (select value ->> 0 as source, value ->> 1 as name from json_each('[]')) as given
        cross join events where events.project = 1 and events.number = 1
          and events.source = given.source and events.name = given.name
          and events.timestamp >= 0 and events.timestamp <= 1`,
      )
      .all();
    database.close();
    expect(JSON.stringify(plan)).toMatch(
      /SEARCH events USING PRIMARY KEY \(project=\? AND number=\? AND source=\? AND name=\? AND timestamp>\? AND timestamp<\?\)/,
    );
  });
});
