import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Restored, restoreBackup } from '../../src/modules/backup/restore-backup.ts';
import { streamBackup } from '../../src/modules/backup/write-backup.ts';
import type { Store } from '../../src/store/store.ts';

/** Writes a backup of the store and of the files in `dataDir` to `file`. */
export async function writeBackupFile(store: Store, dataDir: string, file: string): Promise<void> {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const stream = streamBackup({
    store,
    filesDir: dataDir,
    program: '1.2.3',
    now: () => 0,
    onFailure,
  });
  await pipeline(Readable.fromWeb(stream as never), createWriteStream(file));
  if (failures.length > 0) throw failures[0];
}

/** Restores into the data folder, or into the database. */
export async function restoreFile(
  file: string,
  dataDir: string,
  databaseUrl?: string,
): Promise<Restored> {
  const { signal } = new AbortController();
  const where = { dataDir, ...(databaseUrl && { databaseUrl }) };
  return restoreBackup({ file, ...where, signal, onProgress: () => {} });
}

/** What the store holds, as lines; without its position, at which a restored one begins anew. */
export async function dump(store: Store): Promise<string[]> {
  let text = '';
  await store.backUp(async (lines) => {
    text += lines;
  });
  return text.split('\n').slice(1);
}

/** Rewrites the lines of a backup, with the checksum that they then have. */
export async function forge(
  file: string,
  other: string,
  edit: (lines: string[]) => string[],
): Promise<void> {
  const lines = edit(
    gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n'),
  );
  const end = JSON.parse(lines.pop() ?? '');
  const body = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  await writeFile(other, gzipSync(`${body}${JSON.stringify({ ...end, sha256 })}\n`));
}
