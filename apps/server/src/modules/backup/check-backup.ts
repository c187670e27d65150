import { stat } from 'node:fs/promises';
import { readBackup } from './read-backup.ts';

/** What is in a backup. */
export interface BackupReport {
  /** By table. */
  rows: Record<string, number>;
  files: number;
  bytes: number;
}

/** Reads a backup to its end and says what is in it. Throws a `BackupError` when it is not whole. */
export async function checkBackup(file: string, signal: AbortSignal): Promise<BackupReport> {
  const lines = readBackup(file);
  let next = await lines.next();
  while (!next.done) {
    signal.throwIfAborted();
    next = await lines.next();
  }
  const { rows, files } = next.value;
  return { rows, files, bytes: (await stat(file)).size };
}
