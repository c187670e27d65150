import type { Answer } from './http.ts';
import { toRecord } from './json.ts';
import { filter } from './lists.ts';
import type { Rejection, Reply } from './wire.ts';

/**
 * The reply of a request that was understood; `undefined` for anything else, also for a 200 that
 * some network's login page has given.
 */
export function readReply({ status, body }: Answer): Reply | undefined {
  const { accepted } = toRecord(body);
  return status === 200 && typeof accepted === 'number' ? (body as Reply) : undefined;
}

/** True when the same request may succeed later. */
export function isTemporary({ status }: Answer): boolean {
  return status < 400 || status === 408 || status === 429 || status >= 500;
}

/** Why a request was refused as a whole, in the server's words where there are any. */
export function readProblem({ status, body }: Answer): string {
  const { detail, title } = toRecord(body);
  return `the server answered ${status}: ${detail ?? title}`;
}

/** Where in the stream an `identify` met an id that is somebody else's. */
export function findConflict(rejected: readonly Rejection[]): number | undefined {
  // In the order of the stream.
  return filter(rejected, ({ code }) => code === 'identity_conflict')[0]?.seq;
}
