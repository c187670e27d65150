import type { Answer } from './http.ts';
import { isRecord } from './json.ts';
import type { Rejection, Reply } from './wire.ts';

/** The reply of a request that was understood; `undefined` for anything else, also for a 200 that
 * some network's login page has given. */
export function readReply({ status, body }: Answer): Reply | undefined {
  if (status !== 200 || !isRecord(body) || typeof body.accepted !== 'number') return undefined;
  return {
    accepted: body.accepted,
    rejected: Array.isArray(body.rejected) ? body.rejected : [],
    users: isRecord(body.users) ? (body.users as Reply['users']) : {},
    ...(Array.isArray(body.segments) && { segments: body.segments }),
  };
}

/** True when the same request may succeed later. */
export function isTemporary({ status }: Answer): boolean {
  return status < 400 || status === 408 || status === 429 || status >= 500;
}

/** Why a request was refused as a whole, in the server's words where there are any. */
export function readProblem({ status, body }: Answer): string {
  const { detail, title } = isRecord(body) ? body : {};
  return `the server answered ${status}: ${detail ?? title ?? 'no reason given'}`;
}

/** Where in the stream an `identify` met an id that is somebody else's. */
export function findConflict(rejected: readonly Rejection[]): number | undefined {
  let first: number | undefined;
  for (let i = 0; i < rejected.length; i += 1) {
    const { code, seq } = rejected[i] as Rejection;
    if (code === 'identity_conflict' && (first === undefined || seq < first)) first = seq;
  }
  return first;
}
