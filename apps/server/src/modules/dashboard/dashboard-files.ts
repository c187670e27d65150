import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress as brotliCallback, constants, gzip as gzipCallback } from 'node:zlib';

/** What a request may ask a file to be packed with. */
export type Encoding = 'br' | 'gzip';

/** One file of the built dashboard. */
export interface DashboardFile {
  type: string;
  /** Changes when the content does. */
  etag: string;
  content: Buffer;
  /** The content packed, once and for all; `undefined` for what is packed already. */
  pack(encoding: Encoding): Promise<Buffer> | undefined;
}

const gzip = promisify(gzipCallback);
const brotliCompress = promisify(brotliCallback);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const packed = new Set(['.woff2', '.png']);

/**
 * The files of the built dashboard by their address, read into memory: some megabytes, and nothing
 * of a request ever becomes the path of a file. Empty when there is no such folder.
 */
export function readDashboardFiles(folder: string): ReadonlyMap<string, DashboardFile> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path] as const)
      // What the build keeps for itself, in folders such as `.vite`.
      .filter(([address, path]) => !address.includes('/.') && types[extname(path)] !== undefined)
      .map(([address, path]) => [address, readFile(path)]),
  );
}

function readFile(path: string): DashboardFile {
  const content = readFileSync(path);
  const extension = extname(path);
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const made = new Map<Encoding, Promise<Buffer>>();
  return {
    type: types[extension] ?? 'application/octet-stream',
    // Weak: packed and unpacked are one.
    etag: `W/"${hash}"`,
    content,
    pack(encoding) {
      if (packed.has(extension)) return undefined;
      const known = made.get(encoding) ?? packContent(content, encoding);
      made.set(encoding, known);
      return known;
    },
  };
}

/** Not as small as it gets: the first who asks waits for it. */
function packContent(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzip(content);
  return brotliCompress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
}
