import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import {
  type BackupHeader,
  backupVersion,
  type EndLine,
  type FileLine,
} from '../../store/backup/backup-lines.ts';
import type { Store } from '../../store/store.ts';

/** Folders, of the data folder or a shared one, whose files the store speaks of: CSV files to be imported, and exported ones. */
export const backedUpFolders = ['uploads', 'exports'] as const;

const pieceBytes = 48 * 1024;

interface Parts {
  store: Store;
  /** Where those folders are. */
  filesDir: string;
  program: string;
  now: () => number;
  /** Told when it cannot go on; who reads the stream learns only that it broke off. */
  onFailure: (error: unknown) => void;
}

/** A backup as a stream of bytes, made as it is read. */
export function streamBackup(parts: Parts): ReadableStream<Uint8Array> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const stopping = new AbortController();
  gzip.once('close', () => stopping.abort());
  const { signal } = stopping;

  async function send(text: string): Promise<void> {
    signal.throwIfAborted();
    if (!gzip.write(text)) await once(gzip, 'drain', { signal });
  }

  writeBackup(parts, send).then(
    () => gzip.end(),
    (error: unknown) => {
      // Whoever stopped reading knows.
      if (!signal.aborted) parts.onFailure(error);
      gzip.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return Readable.toWeb(gzip) as ReadableStream<Uint8Array>;
}

async function writeBackup(
  { store, filesDir, program, now }: Parts,
  send: (text: string) => Promise<void>,
): Promise<void> {
  const hash = createHash('sha256');
  const write = async (lines: string) => {
    hash.update(lines);
    await send(lines);
  };
  const header: BackupHeader = {
    format: 'muster backup',
    version: backupVersion,
    program,
    madeAt: new Date(now()).toISOString(),
  };
  await write(`${JSON.stringify(header)}\n`);
  // Opened with the snapshot of the store, so that they can be read though they may be deleted since.
  const files = new Map<string, FileHandle>();
  let isOpened = false;
  try {
    const rows = await store.backUp(async (lines) => {
      if (!isOpened) await openFiles(filesDir, files);
      isOpened = true;
      await write(lines);
    });
    for (const [name, handle] of files) await writeFileLines(name, handle, write);
    const end: EndLine = { end: true, rows, files: files.size, sha256: hash.digest('hex') };
    await send(`${JSON.stringify(end)}\n`);
  } finally {
    for (const handle of files.values()) await handle.close();
  }
}

async function openFiles(filesDir: string, files: Map<string, FileHandle>): Promise<void> {
  for (const folder of backedUpFolders) {
    const names = await orNothing(readdir(join(filesDir, folder)));
    for (const name of names ?? []) {
      // Not whole yet, so the store does not speak of it.
      if (name.endsWith('.part')) continue;
      const handle = await orNothing(open(join(filesDir, folder, name), 'r'));
      if (handle !== undefined) files.set(`${folder}/${name}`, handle);
    }
  }
}

/** Nothing when there is no such file or folder. */
async function orNothing<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeFileLines(
  name: string,
  handle: FileHandle,
  write: (lines: string) => Promise<void>,
): Promise<void> {
  const line: FileLine = { file: name };
  await write(`${JSON.stringify(line)}\n`);
  const buffer = Buffer.alloc(pieceBytes);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, pieceBytes);
    if (bytesRead === 0) return;
    await write(`${JSON.stringify(buffer.toString('base64', 0, bytesRead))}\n`);
  }
}
