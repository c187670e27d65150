import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HttpProblem } from '../../http/problem.ts';

/** A file that has been taken in whole. */
export interface SavedUpload {
  bytes: number;
  /** SHA-256, in hex. */
  contentHash: string;
}

/**
 * Most bytes beyond the limit that are read only to be thrown away: a connection that is closed while its
 * client still sends is reset, and the client never sees the refusal.
 */
const maxDiscarded = 64 * 1024 * 1024;

/**
 * Writes what comes into a file, chunk by chunk, durably. Throws a 413 when it is more than `maxBytes`;
 * then, and when the sender breaks off, no file is left.
 */
export async function saveUpload(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
): Promise<SavedUpload> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes + maxDiscarded) break;
      if (bytes > maxBytes) continue;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (bytes > maxBytes) throw refuseLarge(maxBytes);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  await file.close();
  await rename(part, path);
  return { bytes, contentHash: hash.digest('hex') };
}

function refuseLarge(maxBytes: number): HttpProblem {
  const megabytes = Math.round((maxBytes / 1024 / 1024) * 10) / 10;
  const detail = `The file is larger than ${megabytes} MB; cut it in parts, or raise MUSTER_IMPORT_MAX_MB.`;
  return new HttpProblem(413, 'file_too_large', detail);
}
