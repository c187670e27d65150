import { HttpProblem } from './problem.ts';

// Changes that are based on a version: `ETag` says it, `If-Match` names it.

/** What a reply that shows one document says of its version. */
export function toEtag({ version }: { version: number }): { etag: string } {
  return { etag: `"${version}"` };
}

/** The version that a change is based on. Throws a 428 without one, a 422 when it is none. */
export function requireVersion(ifMatch: string | undefined): number {
  const version = readVersion(ifMatch);
  if (version !== undefined) return version;
  const detail = 'Send "If-Match" with the version that the change is based on.';
  throw new HttpProblem(428, 'version_required', detail);
}

/** `"3"`, `3` or `W/"3"` as 3. Throws a 422 for anything else that is given. */
export function readVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const match = /^(?:W\/)?"?([1-9]\d{0,14})"?$/.exec(ifMatch.trim());
  if (match) return Number(match[1]);
  const message = 'It must be the version that the change is based on, e.g. "3".';
  throw new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: 'If-Match', message, code: 'invalid_version' }],
  });
}

/** The refusal of a change that is based on an outdated version of this `what`, e.g. `segment`. */
export function refuseVersion(
  what: string,
  { version, updatedAt, updatedBy }: { version: number; updatedAt: number; updatedBy: string },
): HttpProblem {
  const at = new Date(updatedAt).toISOString();
  const detail = `The ${what} is at version ${version} now: ${updatedBy} changed it at ${at}.`;
  const extra = { version, updatedAt: at, updatedBy };
  return new HttpProblem(412, 'version_conflict', detail, { extra });
}

/** The refusal to restore a version that was never there. */
export function refuseUnknownVersion(version: number): HttpProblem {
  return new HttpProblem(404, 'version_not_found', `There is no version ${version} of it.`);
}
