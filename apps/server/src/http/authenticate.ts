import { createHash, timingSafeEqual } from 'node:crypto';
import type { Project, Store } from '../store/store.ts';
import { HttpProblem } from './problem.ts';

export type Scope = 'read' | 'write';

/** Who is asking, as the audit log names them, and what for. */
export interface Caller {
  /** `key` is a server's API key, `local` the command line on this machine. */
  kind: 'key' | 'local';
  /** E.g. `key:Backend` or `cli`: what `createdBy` and the audit log show. */
  name: string;
  /** The project of the key; of `local`, the one named by `x-muster-project`. */
  project: Project;
}

/** Says who a request is from; a revocation takes effect in this process at once. */
export interface Authenticator {
  /**
   * The caller, by `Authorization: Bearer` or `x-api-key`. Throws an `HttpProblem`: 401 for a
   * missing, unknown or revoked key, 403 for a key whose scope does not allow it.
   */
  authenticateKey(headers: Headers, scope: Scope): Promise<Caller>;
  /** True for this machine's own command line, which may do what no project key may. */
  isLocal(headers: Headers): boolean;
  /** Forgets what is remembered of keys and projects: call it when one of them has changed. */
  forget(): void;
}

interface Settings {
  store: Store;
  /** The secret of the local command line; absent, there is no such caller. */
  localToken?: string;
  now: () => number;
}

interface Known {
  caller: Caller;
  scope: Scope;
  until: number;
}

/**
 * Other processes over the same PostgreSQL learn of a revocation when what they remember has
 * grown this old.
 */
const rememberForMs = 2_000;
const maxRemembered = 1_000;

/** The hash under which a key is stored, in hex. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export function createAuthenticator({ store, localToken, now }: Settings): Authenticator {
  const known = new Map<string, Known>();
  const localHash = localToken === undefined ? undefined : hashKey(localToken);
  // Counts the calls of `forget`, so that a look-up begun before one is not remembered after it.
  let generation = 0;

  function isLocal(headers: Headers): boolean {
    const secret = readSecret(headers);
    return secret !== undefined && localHash !== undefined && isEqual(hashKey(secret), localHash);
  }

  async function findKey(hash: string): Promise<Known | undefined> {
    const remembered = known.get(hash);
    if (remembered && remembered.until > now()) return remembered;
    const begunIn = generation;
    const found = await store.read(async (tx) => {
      const key = await tx.keyByHash(hash);
      if (!key || key.revokedAt !== undefined) return undefined;
      const project = (await tx.projects()).find(({ number }) => number === key.projectNumber);
      return project && { key, project };
    });
    if (!found) return undefined;
    const { key, project } = found;
    const caller: Caller = { kind: 'key', name: `key:${key.name}`, project };
    const entry = { caller, scope: key.scope, until: now() + rememberForMs };
    if (begunIn === generation) {
      if (known.size >= maxRemembered) known.clear();
      known.set(hash, entry);
    }
    return entry;
  }

  async function findLocalProject(headers: Headers): Promise<Project> {
    const id = headers.get('x-muster-project');
    const project = id === null ? undefined : await store.read((tx) => tx.project(id));
    if (project) return project;
    throw new HttpProblem(404, 'project_not_found', 'There is no such project.');
  }

  return {
    isLocal,
    forget() {
      generation += 1;
      known.clear();
    },
    async authenticateKey(headers, scope) {
      const secret = readSecret(headers);
      if (secret === undefined) {
        throw unauthenticated('Send an API key as "Authorization: Bearer <key>" or "x-api-key".');
      }
      if (isLocal(headers)) {
        return { kind: 'local', name: 'cli', project: await findLocalProject(headers) };
      }
      const found = await findKey(hashKey(secret));
      if (!found) throw unauthenticated('This API key is unknown or revoked.');
      if (scope === 'write' && found.scope !== 'write') {
        throw new HttpProblem(403, 'insufficient_scope', 'This API key may read but not write.');
      }
      return found.caller;
    },
  };
}

function unauthenticated(detail: string): HttpProblem {
  const headers = { 'www-authenticate': 'Bearer' };
  return new HttpProblem(401, 'unauthenticated', detail, { headers });
}

/** `x-api-key` first: a proxy in between may use `Authorization` for itself. */
function readSecret(headers: Headers): string | undefined {
  const key = headers.get('x-api-key')?.trim();
  if (key) return key;
  const bearer = /^bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '');
  return bearer?.[1];
}

/** For texts of one length: hashes in hex. */
function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
