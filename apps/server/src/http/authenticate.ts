import { createHash, timingSafeEqual } from 'node:crypto';
import type { Project, Store } from '../store/store.ts';
import { HttpProblem } from './problem.ts';

/** What is asked for; `admin` is for the local command line alone. */
export type Scope = 'read' | 'write' | 'admin';

/** Who is asking, as the audit log names them, and about which project. */
export interface Caller {
  /** `key` is a server's API key, `local` the command line on this machine. */
  kind: 'key' | 'local';
  /** E.g. `API key Backend (mk_live_a1b2…)`: what `createdBy` and the audit log show. */
  name: string;
  project: Project;
}

/** Says who a request is from; a revocation takes effect in this process at once. */
export interface Authenticator {
  /**
   * The caller, by `Authorization: Bearer` or `x-api-key`. The project is the key's own, or the one
   * that the address names; the local command line says it by `x-muster-project` where the address
   * does not. Throws an `HttpProblem`: 401 for a missing, unknown or revoked key; 404 for a project
   * that is not the key's, whether it exists or not; 403 for a key that may not do this.
   */
  authenticateKey(headers: Headers, scope: Scope, projectId?: string): Promise<Caller>;
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
  scope: 'read' | 'write';
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
    const name = `API key ${key.name} (${key.prefix}…)`;
    const caller: Caller = { kind: 'key', name, project };
    const entry = { caller, scope: key.scope, until: now() + rememberForMs };
    if (begunIn === generation) {
      if (known.size >= maxRemembered) known.clear();
      known.set(hash, entry);
    }
    return entry;
  }

  async function findLocalProject(id: string | null): Promise<Project> {
    const project = id === null ? undefined : await store.read((tx) => tx.project(id));
    return project ?? refuseProject();
  }

  return {
    isLocal,
    forget() {
      generation += 1;
      known.clear();
    },
    async authenticateKey(headers, scope, projectId) {
      const secret = readSecret(headers);
      if (secret === undefined) {
        throw unauthenticated('Send an API key as "Authorization: Bearer <key>" or "x-api-key".');
      }
      if (isLocal(headers)) {
        const id = projectId ?? headers.get('x-muster-project');
        return { kind: 'local', name: 'command line', project: await findLocalProject(id) };
      }
      const found = await findKey(hashKey(secret));
      if (!found) throw unauthenticated('This API key is unknown or revoked.');
      if (projectId !== undefined && projectId !== found.caller.project.id) refuseProject();
      if (scope === 'admin') refuseKey('No API key may do this; use the command line.');
      if (scope === 'write' && found.scope !== 'write') {
        refuseKey('This API key may read but not write.');
      }
      return found.caller;
    },
  };
}

/** The same for a project of somebody else and one of nobody, so that ids cannot be tried out. */
function refuseProject(): never {
  throw new HttpProblem(404, 'project_not_found', 'This key opens no such project.');
}

function refuseKey(detail: string): never {
  throw new HttpProblem(403, 'insufficient_scope', detail);
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
