import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BackupReport } from '../../modules/backup/check-backup.ts';
import { checkBackup } from '../../modules/backup/check-backup.ts';
import { explainProblem } from '../call-house.ts';
import { type Command, CommandError, exitCodes, type House } from '../command.ts';
import { jsonOption } from '../common-options.ts';
import { formatCount, type Terminal } from '../terminal.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Write everything in the store to one file, while it is in use',
  positionals: ['<file>'],
  options: { json: jsonOption },
  notes: [
    'One file for either store: what was in SQLite can be restored into PostgreSQL, and back.',
    'It has secrets in it: only its owner may read it.',
  ],
  async run(invocation) {
    const { terminal, options, signal } = invocation;
    const file = invocation.positionals[0] ?? '';
    const part = await claim(file);
    try {
      const house = await invocation.house.open(invocation, {
        command: 'muster backup',
        index: false,
      });
      try {
        await receive(house, part, terminal, signal);
      } finally {
        await house.close();
      }
      // Read again from the disk: a backup that nobody has read may be none.
      const report = await checkBackup(part, signal);
      await link(part, file);
      await syncFolder(dirname(file));
      terminal.print(options.isSet('json') ? JSON.stringify(report) : describe(report, file));
      return exitCodes.ok;
    } finally {
      await rm(part, { force: true });
    }
  },
};

/** The name that the file has until it is whole. Nobody's file is replaced, least of all a backup. */
async function claim(file: string): Promise<string> {
  const part = `${file}.part`;
  for (const path of [file, part]) {
    try {
      const handle = await open(path, 'wx', 0o600);
      await handle.close();
      if (path === file) await rm(file);
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(
        isThere
          ? `There is a file ${path} already; remove it or choose another name.`
          : `The file ${path} cannot be written: ${reason}.`,
      );
    }
  }
  return part;
}

async function receive(
  house: House,
  part: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const response = await house.request('/local/backup', { signal });
  if (!response.ok || response.body === null) throw await explainProblem(response);
  const out = createWriteStream(part, { flush: true });
  const written = once(out, 'close');
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (!out.write(chunk)) await once(out, 'drain', { signal });
      terminal.showProgress({ done: bytes, what: 'bytes written' });
    }
    out.end();
    await written;
  } catch (error) {
    out.destroy();
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The backup broke off: ${reason}. The log says more.`, { cause: error });
  } finally {
    terminal.endProgress();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function describe({ rows, files, bytes }: BackupReport, file: string): string {
  const count = (table: string) => formatCount(rows[table] ?? 0);
  const further = files === 0 ? '' : `, ${formatCount(files)} files`;
  return `${count('projects')} projects, ${count('profiles')} users and ${count('events')} events${further} are in ${file} (${formatCount(bytes)} bytes).`;
}
