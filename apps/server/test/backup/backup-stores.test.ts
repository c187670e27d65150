import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BackupError } from '../../src/modules/backup/backup-error.ts';
import { isRestoreUnfinished } from '../../src/modules/backup/restore-backup.ts';
import { allMigrations } from '../../src/store/migrations/all-migrations.ts';
import { openStore, type StoreLocation } from '../../src/store/open-store.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { createSqlStore } from '../../src/store/sql-store.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError, StoreTooNewError } from '../../src/store/store-errors.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { releases } from '../store/releases.ts';
import { addProject, addUser, makeEvent, noon, readAllEvents } from '../store/samples.ts';
import { dump, forge, restoreFile, writeBackupFile } from './backup-files.ts';

const kinds = ['sqlite', 'postgres'] as const;
type Kind = (typeof kinds)[number];

let postgres: Postgres;
let folder: string;
let file: string;
let opened: Store[];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-backup-'));
  file = join(folder, 'backup');
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(location: StoreLocation): Promise<Store> {
  const store = await openStore(location);
  opened.push(store);
  return store;
}

/** A data folder of that name, and where its store is. */
async function makePlace(name: string, kind: Kind) {
  const dataDir = join(folder, name);
  await mkdir(dataDir);
  const databaseUrl = kind === 'postgres' ? await postgres.createDatabase() : undefined;
  const location: StoreLocation =
    databaseUrl === undefined ? { dataDir: join(dataDir, 'store') } : { databaseUrl };
  return { dataDir, databaseUrl, location };
}

describe.each(kinds)('A backup of %s', (kind) => {
  const bytes = (hex: string) => (kind === 'sqlite' ? `x'${hex}'` : `decode('${hex}', 'hex')`);

  it.each(releases)('of release $migrations is restored into either store', async (release) => {
    const source = await makePlace('source', kind);
    const known = allMigrations.slice(0, release.migrations);
    const openSource = async () =>
      'dataDir' in source.location
        ? openSqlite(source.location)
        : openPostgres(source.location.databaseUrl);
    const old = await createSqlStore(await openSource(), known);
    const connection = await openSource();
    await connection.inWrite(async ({ query }) => {
      for (const statement of release.statements(bytes)) await query(statement);
    });
    await connection.close();
    await writeBackupFile(old, source.dataDir, file);
    await old.close();
    const before = await dump(await open(source.location));

    for (const other of kinds) {
      const target = await makePlace(`into-${other}`, other);
      const { rows } = await restoreFile(file, target.dataDir, target.databaseUrl);
      expect(rows).toMatchObject({ projects: 1, events: 2, message_ids: 3 });
      const store = await open(target.location);
      expect(await dump(store)).toEqual(before);
      expect(await readdir(target.dataDir)).toEqual(other === 'sqlite' ? ['store'] : []);
    }
  });

  it('is one moment of a store that is written to, and nothing of it twice', async () => {
    const source = await makePlace('source', kind);
    const store = await open(source.location);
    const { number: project } = await addProject(store);
    let written = 0;
    let isStopped = false;
    // Each brings a user with an event, whose texts are as long as a page of the backup every time.
    const writeOne = () =>
      store.write(async (tx) => {
        const number = await tx.allocateNumbers(project, 1);
        await tx.putIdentities(project, [{ identity: { kind: 'user', id: `u${number}` }, number }]);
        const note = `\u0000"\\\u2028é${'x'.repeat(written % 50 === 0 ? 200_000 : 10)}`;
        await tx.insertEvents(project, [
          makeEvent(number, { properties: new Map([['note', note]]) }),
        ]);
        await tx.keepNewMessageIds(project, [`message-${number}`]);
        written = number;
      });
    for (let count = 0; count < 300; count += 1) await writeOne();
    const acknowledged = written;
    const writing = (async () => {
      while (!isStopped) {
        await writeOne();
        // SQLite answers at once, so that nothing else would have its turn.
        await breathe();
      }
    })();
    await writeBackupFile(store, source.dataDir, file);
    const writtenMeanwhile = written;
    isStopped = true;
    await writing;
    expect(writtenMeanwhile).toBeGreaterThan(acknowledged);

    const target = await makePlace('target', kind === 'sqlite' ? 'postgres' : 'sqlite');
    const { rows } = await restoreFile(file, target.dataDir, target.databaseUrl);
    const count = rows.events ?? 0;
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    expect(rows).toMatchObject({ identities: count, message_ids: count });
    const restored = await open(target.location);
    const events = await readAllEvents(restored, project);
    expect(events.map(({ number }) => number)).toEqual(
      Array.from({ length: count }, (_, at) => at + 1),
    );
    const originals = await readAllEvents(store, project);
    expect(events).toEqual(originals.slice(0, count));
  });

  it('goes on counting where the store had come to, beyond every position given before', async () => {
    const source = await makePlace('source', kind);
    const store = await open(source.location);
    const { number: project } = await addProject(store);
    const audit = (subject: string) =>
      store.write((tx) =>
        tx.insertAudit({ project, at: noon, by: 'ada', action: 'segment.created', subject }),
      );
    await audit('one');
    await audit('two');
    await store.write(async (tx) => {
      const number = await addUser(tx, project, 'ada');
      await tx.appendChanges([{ type: 'profiles', project, numbers: [number] }]);
    });
    const { oldest, head } = await store.read(async (tx) => ({
      oldest: await tx.oldestPosition(),
      head: await tx.headPosition(),
    }));
    expect(head).toBe(1);
    expect(oldest).toBeLessThanOrEqual(head);
    await writeBackupFile(store, source.dataDir, file);

    for (const other of kinds) {
      const target = await makePlace(`into-${other}`, other);
      await restoreFile(file, target.dataDir, target.databaseUrl);
      const restored = await open(target.location);
      const position = await restored.headPosition();
      expect(position).toBeGreaterThan(1_000_000_000);
      // An index that has come to any position of the store before is before the beginning of this log.
      expect(await restored.read((tx) => tx.oldestPosition())).toBe(position);
      await restored.write(async (tx) => {
        await tx.insertAudit({
          project,
          at: noon,
          by: 'ada',
          action: 'segment.created',
          subject: 'three',
        });
        expect(await tx.appendChanges([{ type: 'profiles', project, numbers: [1] }])).toBe(
          position + 1,
        );
        expect(await tx.allocateNumbers(project, 1)).toBe(2);
      });
      const rows = (await dump(restored)).filter((line) => line.includes('segment.created'));
      expect(rows.map((line) => JSON.parse(line)[0])).toEqual([1, 2, 3]);
    }
  });
});

describe('A backup', () => {
  /** A store with a user and a file to be imported, backed up to `file`. */
  async function makeBackup(): Promise<string> {
    const { dataDir, location } = await makePlace('source', 'sqlite');
    await mkdir(join(dataDir, 'uploads'));
    // Without repetitions: in those some bytes of a packed file can be others and mean the same.
    const rows = Array.from({ length: 20_000 }, (_, at) => `${(at * 7_919) % 99_991},é\0\r\n`);
    await writeFile(join(dataDir, 'uploads', 'one.csv'), rows.join(''));
    await writeFile(join(dataDir, 'uploads', 'two.csv.part'), 'not whole');
    await mkdir(join(dataDir, 'exports'));
    await writeFile(join(dataDir, 'exports', '1-empty.csv'), '');
    const store = await open(location);
    const { number } = await addProject(store);
    await store.write((tx) => addUser(tx, number, 'ada'));
    await writeBackupFile(store, dataDir, file);
    return dataDir;
  }

  it('has the files that the store speaks of', async () => {
    const dataDir = await makeBackup();
    for (const kind of kinds) {
      const target = await makePlace(kind, kind);
      expect(await restoreFile(file, target.dataDir, target.databaseUrl)).toMatchObject({
        files: 2,
      });
      expect(await readdir(join(target.dataDir, 'uploads'))).toEqual(['one.csv']);
      expect(await readdir(join(target.dataDir, 'exports'))).toEqual(['1-empty.csv']);
      const path = join('uploads', 'one.csv');
      expect(await readFile(join(target.dataDir, path))).toEqual(
        await readFile(join(dataDir, path)),
      );
    }
  });

  it('is refused when it is not whole, wherever it ends, and then nothing was restored', async () => {
    await makeBackup();
    const whole = await readFile(file);
    const cut = join(folder, 'cut');
    const target = await makePlace('target', 'sqlite');
    const database = await postgres.createDatabase();
    const ends = Array.from({ length: 12 }, (_, at) => Math.floor((whole.length * at) / 12));
    for (const end of [...ends, whole.length - 1]) {
      await writeFile(cut, whole.subarray(0, end));
      for (const databaseUrl of [undefined, database]) {
        const restoring = restoreFile(cut, target.dataDir, databaseUrl);
        await expect(restoring, `${end} bytes`).rejects.toThrow(BackupError);
        expect(await readdir(target.dataDir)).toEqual([]);
      }
    }
    await restoreFile(file, target.dataDir);
    await restoreFile(file, target.dataDir, database);
  });

  it('is refused when a byte of it has changed', async () => {
    await makeBackup();
    const whole = await readFile(file);
    const other = join(folder, 'other');
    const target = await makePlace('target', 'sqlite');
    for (let part = 0; part < 20; part += 1) {
      const changed = Buffer.from(whole);
      // Not in the ten bytes of gzip's header, of which the time and the system mean nothing.
      const at = 10 + Math.floor(((whole.length - 10) * part) / 20);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
      await writeFile(other, changed);
      await expect(restoreFile(other, target.dataDir), `byte ${at}`).rejects.toThrow(BackupError);
      expect(await readdir(target.dataDir)).toEqual([]);
    }
  });

  const edits: [string, (lines: string[]) => string[], new (text: string) => Error, RegExp][] = [
    [
      'of a newer form',
      ([, ...rest]) => ['{"format":"muster backup","version":2,"program":"9.0.0"}', ...rest],
      BackupError,
      /newer version of Muster \(9\.0\.0\)/,
    ],
    [
      'of a newer schema',
      ([first = '', , ...rest]) => [
        first,
        JSON.stringify({ schema: [...allMigrations.map(({ name }) => name), 'later'], head: 1 }),
        ...rest,
      ],
      StoreTooNewError,
      /schema step \d+ "later"/,
    ],
    ['without rows that it counts', (lines) => dropRow(lines), BackupError, /as many rows/],
    [
      'with an unknown table',
      (lines) => lines.map((line) => line.replace('"table":"accounts"', '"table":"people"')),
      BackupError,
      /table "people"/,
    ],
    [
      'with a file out of its folder',
      (lines) => lines.map((line) => line.replace('uploads/one.csv', 'uploads/../../one.csv')),
      BackupError,
      /a file of the name/,
    ],
    ['that is something else', ([, ...rest]) => ['{"a":1}', ...rest], BackupError, /no backup of/],
    ['with nothing in it', (lines) => [lines[0] ?? '', lines.at(-1) ?? ''], BackupError, /nothing/],
  ];

  it.each(edits)('%s is refused, though its checksum is right', async (_, edit, kind, message) => {
    await makeBackup();
    const other = join(folder, 'other');
    await forge(file, other, edit);
    const target = await makePlace('target', 'sqlite');
    const database = await postgres.createDatabase();
    for (const databaseUrl of [undefined, database]) {
      const error = await restoreFile(other, target.dataDir, databaseUrl).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(kind);
      expect(String(error)).toMatch(message);
      expect(await readdir(target.dataDir)).toEqual([]);
    }
    await restoreFile(file, target.dataDir, database);
  });

  it('is refused where there is a store, which stays as it is', async () => {
    await makeBackup();
    for (const kind of kinds) {
      const target = await makePlace(kind, kind);
      const store = await open(target.location);
      await addProject(store, 'other');
      const before = await dump(store);
      await expect(restoreFile(file, target.dataDir, target.databaseUrl)).rejects.toThrow(
        StoreError,
      );
      expect(await dump(store)).toEqual(before);
    }
  });

  it('leaves files of no use alone when it was restored before them', async () => {
    await makeBackup();
    const target = await makePlace('target', 'sqlite');
    await mkdir(join(target.dataDir, 'restoring', 'store'), { recursive: true });
    await writeFile(join(target.dataDir, 'restoring', 'store', 'store.db'), 'half');
    expect(await isRestoreUnfinished(target.dataDir)).toBe(true);
    await restoreFile(file, target.dataDir);
    expect(existsSync(join(target.dataDir, 'restoring'))).toBe(false);
    // One that ended, and was killed before it had tidied up.
    await mkdir(join(target.dataDir, 'restoring'));
    expect(await isRestoreUnfinished(target.dataDir)).toBe(false);
    expect(existsSync(join(target.dataDir, 'restoring'))).toBe(false);
  });

  it('is not there when the file is not', async () => {
    const target = await makePlace('target', 'sqlite');
    await expect(restoreFile(join(folder, 'none'), target.dataDir)).rejects.toThrow(
      /none cannot be read: ENOENT/,
    );
  });
});

function dropRow(lines: string[]): string[] {
  const table = lines.findIndex((line) => line.includes('"table":"profiles"'));
  return lines.filter((_, at) => at !== table + 1);
}
