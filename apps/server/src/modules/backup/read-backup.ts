import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import {
  type BackupHeader,
  type BackupLine,
  backupVersion,
  type EndLine,
} from '../../store/backup/backup-lines.ts';
import { BackupError } from './backup-error.ts';

/** A line and about how long it is. */
export interface ReadLine {
  line: BackupLine;
  characters: number;
}

/** Longer than any row can be: what has so long a line is something else. */
const mostCharacters = 256 * 1024 * 1024;

/**
 * The lines of the backup between its first and its last; returns the last. Throws a `BackupError` when
 * the file is no backup, is of a newer program, damaged or not whole: which shows at its end, so what
 * was read before counts for nothing until then.
 */
export async function* readBackup(
  file: string,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<ReadLine, EndLine> {
  const hash = createHash('sha256');
  let isFirst = true;
  let end: EndLine | undefined;
  for await (const text of readLines(file, onBytes)) {
    if (end !== undefined) throw damaged(file, 'something follows its end');
    const line = parse(text, file, isFirst);
    if (isFirst) {
      checkHeader(line, file);
      isFirst = false;
    } else if (isEnd(line)) {
      if (line.sha256 !== hash.digest('hex')) throw damaged(file, 'its checksum is another');
      end = line;
      continue;
    } else yield { line, characters: text.length };
    hash.update(`${text}\n`);
  }
  if (end === undefined)
    throw new BackupError(`The backup ${file} is not whole: its end is missing.`);
  return end;
}

async function* readLines(file: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of source.pipe(gunzip)) {
      onBytes(source.bytesRead);
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > mostCharacters) throw damaged(file, 'it has no lines');
      yield* lines;
    }
  } catch (error) {
    throw explain(error, file);
  } finally {
    source.destroy();
  }
  if (rest !== '')
    throw new BackupError(`The backup ${file} is not whole: its last line is cut off.`);
}

function explain(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'Z_BUF_ERROR') {
    return new BackupError(`The backup ${file} is not whole: its end is missing.`, {
      cause: error,
    });
  }
  if (String(error.code).startsWith('Z_')) {
    return new BackupError(`The file ${file} is damaged, or is no backup of Muster.`, {
      cause: error,
    });
  }
  if ('syscall' in error) {
    return new BackupError(`The file ${file} cannot be read: ${error.message}.`, { cause: error });
  }
  return error;
}

function parse(text: string, file: string, isFirst: boolean): BackupLine {
  try {
    const line = JSON.parse(text);
    if (line !== null) return line;
  } catch {
    // Said below: what cannot be read was not written by us.
  }
  if (isFirst) throw new BackupError(`The file ${file} is no backup of Muster.`);
  throw damaged(file, 'a line of it cannot be read');
}

function checkHeader(line: BackupLine, file: string): asserts line is BackupHeader {
  const isHeader = typeof line === 'object' && 'format' in line && line.format === 'muster backup';
  if (!isHeader) throw new BackupError(`The file ${file} is no backup of Muster.`);
  if (line.version > backupVersion) {
    throw new BackupError(
      `The backup ${file} was made by a newer version of Muster (${line.program}). Restore it with that version or a later one.`,
    );
  }
}

function isEnd(line: BackupLine): line is EndLine {
  return typeof line === 'object' && 'end' in line;
}

function damaged(file: string, how: string): BackupError {
  return new BackupError(`The backup ${file} is damaged: ${how}.`);
}
