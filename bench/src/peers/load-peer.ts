import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders that hold peers, each with a `package.json` of its own. */
export const peerFolders = {
  libraries: fileURLToPath(new URL('../../peers/', import.meta.url)),
  'unleash-server': fileURLToPath(new URL('../../peers/unleash-server/', import.meta.url)),
} as const;

export type PeerFolder = keyof typeof peerFolders;

/**
 * A package that `npm run bench:peers` has installed, seen as `Module`: its own types are not at hand where peers
 * are not installed. Throws when it is not.
 *
 * @param path a file of the package that its `exports` hide, from the package's folder
 */
export function loadPeer<Module>(name: string, path?: string): Module {
  const require = createRequire(peerFolders.libraries);
  return require(path === undefined ? name : join(findPeer(name), path)) as Module;
}

/** The folder of an installed package. */
export function findPeer(name: string, folder: PeerFolder = 'libraries'): string {
  return join(peerFolders[folder], 'node_modules', name);
}

/** The version that is installed. */
export function versionOf(name: string, folder: PeerFolder = 'libraries'): string {
  const require = createRequire(peerFolders[folder]);
  const { version } = require(join(findPeer(name, folder), 'package.json')) as { version: string };
  return version;
}
