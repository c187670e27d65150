import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type PackedBody, packBody, plainBody } from '../../http/packing.ts';

/** One file of the built dashboard. */
export interface DashboardFile {
  type: string;
  /** Changes when the content does. */
  etag: string;
  body: PackedBody;
}

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
/** Packed as they are. */
const packedTypes = new Set(['.woff2', '.png']);

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
  return {
    type: types[extension] ?? 'application/octet-stream',
    // Weak: packed and unpacked are one.
    etag: `W/"${hash}"`,
    // Not as small as it gets: the first who asks for a file of a megabyte waits for it.
    body: packedTypes.has(extension) ? plainBody(content) : packBody(content, 'quick'),
  };
}
