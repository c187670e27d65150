import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type PackedBody, packBody } from '../../http/packing.ts';

/** The script of the browser SDK as it is served. */
export interface SdkScript {
  /** Of its content, in hex. */
  hash: string;
  body: PackedBody;
}

/** Reads the script that the build made; `undefined` when it is not there. */
export function loadSdkScript(file: URL): SdkScript | undefined {
  try {
    return makeSdkScript(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads what `v1.js` loads when there is something to show: by its path below `/sdk/`, `experiences.js` and the
 * files in `experiences/`. None when the build did not make them.
 */
export function loadExperienceFiles(folder: URL): ReadonlyMap<string, SdkScript> {
  const files = new Map<string, SdkScript>();
  const add = (path: string) => {
    const file = loadSdkScript(new URL(path, folder));
    if (file) files.set(path, file);
  };
  add('experiences.js');
  if (!files.size) return files;
  for (const name of readdirSync(new URL('experiences/', folder))) add(`experiences/${name}`);
  return files;
}

export function makeSdkScript(source: Uint8Array): SdkScript {
  return {
    hash: createHash('sha256').update(source).digest('hex').slice(0, 16),
    // As small as it gets: every page of a site loads it.
    body: packBody(source, 'smallest'),
  };
}
