import { createRequire } from 'node:module';

let library: typeof import('chdb') | undefined;

/**
 * chDB, from when it is first needed: it takes most of a second and 240 MB, which a command that asks
 * nothing of the index, or one over a ClickHouse server, should not pay. At once, as sessions are opened.
 */
export function loadChdb(): typeof import('chdb') {
  library ??= createRequire(import.meta.url)('chdb') as typeof import('chdb');
  return library;
}

/** Whether anything has needed it. */
export function isChdbLoaded(): boolean {
  return library !== undefined;
}
