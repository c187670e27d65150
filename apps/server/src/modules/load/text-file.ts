import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { LoadError } from './load-options.ts';
import { isPacked } from './packed-file.ts';

/** A file read as text, chunk by chunk. */
export interface TextFile {
  totalBytes: number;
  /** Bytes read so far. */
  bytesRead(): number;
  /** Of the whole content, in hex; known when `chunks` has ended. */
  contentHash(): string;
  chunks: AsyncGenerator<string, void>;
}

/** How the bytes of a file are to be read, where that is known before. */
export interface TextReading {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Bytes that are no text become U+FFFD; otherwise they end the reading. */
  isLenient: boolean;
}

/** The rows of a chunk are in memory at once: with few of them, nearly all are garbage before they are taken for old. */
const chunkBytes = 64 * 1024;

/**
 * Opens a text file: unless `reading` says what it is, UTF-8, or UTF-16 with a byte order mark. Rejects
 * with `LoadError` when there is no such file; `chunks` does when its bytes are no text.
 */
export async function openTextFile(path: string, reading?: TextReading): Promise<TextFile> {
  const totalBytes = await measureFile(path);
  const encoding = reading?.encoding ?? (await detectEncoding(path));
  const hash = createHash('sha256');
  let bytesRead = 0;
  let digest: string | undefined;

  async function* readChunks(): AsyncGenerator<string, void> {
    const decoder = new TextDecoder(encoding, { fatal: !reading?.isLenient });
    const stream = createReadStream(path, { highWaterMark: chunkBytes });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytesRead += chunk.byteLength;
      hash.update(chunk);
      yield decode(decoder, chunk);
    }
    yield decode(decoder);
    digest = hash.digest('hex');
  }

  function decode(decoder: TextDecoder, chunk?: Buffer): string {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      const upTo = bytesRead.toLocaleString('en');
      const message = `${path} is not ${encoding} text somewhere before byte ${upTo}; save it as UTF-8.`;
      throw new LoadError(message, { cause: error });
    }
  }

  return {
    totalBytes,
    bytesRead: () => bytesRead,
    contentHash() {
      if (digest === undefined) throw new Error('The file has not been read to its end');
      return digest;
    },
    chunks: readChunks(),
  };
}

async function measureFile(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoadError(`${path} cannot be read: ${reason}.`, { cause: error });
  });
  // The file is read twice, which a pipe cannot be.
  if (!found.isFile()) throw new LoadError(`${path} is not a file.`);
  if (found.size === 0) throw new LoadError(`${path} is empty.`);
  return found.size;
}

async function detectEncoding(path: string): Promise<'utf-8' | 'utf-16le' | 'utf-16be'> {
  const file = await open(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoadError(`${path} cannot be read: ${reason}.`, { cause: error });
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (isPacked(buffer)) {
      throw new LoadError(`${path} is a workbook or archive; save it as CSV.`);
    }
    const mark = buffer.readUInt16BE(0);
    if (mark === 0xfffe) return 'utf-16le';
    return mark === 0xfeff ? 'utf-16be' : 'utf-8';
  } finally {
    await file.close();
  }
}
