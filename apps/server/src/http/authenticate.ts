import { timingSafeEqual } from 'node:crypto';
import type { Account } from '../store/accounts.ts';
import type { Role } from '../store/members.ts';
import type { Project, Store } from '../store/store.ts';
import {
  createSessionAuthenticator,
  type SignedIn,
  type SignedInMember,
  unauthenticated,
} from './authenticate-session.ts';
import { hashKey } from './hash-key.ts';
import { HttpProblem } from './problem.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { refuseHaste } from './refuse-haste.ts';

/** What is asked for; `admin` is for people and the local command line alone. */
export type Scope = 'read' | 'write' | 'admin';

/** What a caller must be allowed to do, and with which project. */
export interface Need {
  scope: Scope;
  /** The least role of a member, where it is more than the scope asks for. */
  role?: Role | undefined;
  /** Absent: the key's own. */
  projectId?: string | undefined;
}

/** Who is asking, as the audit log names them, and about which project. */
export interface Caller {
  /** `key` is a server's API key, `local` the command line on this machine, `member` a person. */
  kind: 'key' | 'local' | 'member';
  /** E.g. `API key Backend (mk_live_a1b2…)`: what `createdBy` and the audit log show. */
  name: string;
  project: Project;
  /** Of a member. */
  accountId?: string;
  /** Of a key: counts what a request turned out to weigh beyond one; the next ones are refused sooner. */
  charge?(requests: number): void;
}

/** Says who a request is from; a revocation takes effect in this process at once. */
export interface Authenticator {
  /**
   * The caller, by `Authorization: Bearer` or `x-api-key`. The project is the key's own, or the one
   * that the address names; the local command line says it by `x-muster-project` where the address
   * does not. Throws an `HttpProblem`: 401 for a missing, unknown or revoked key; 404 for a project
   * that is not the key's, whether it exists or not; 403 for a key that may not do this; 429 for a key
   * that asks too often.
   */
  authenticateKey(headers: Headers, scope: Scope, projectId?: string): Promise<Caller>;
  /**
   * The same for a person, too: by the session cookie, where no key is sent. Throws further: 403 for
   * a member whose role may not do this, and for a write that a page of another site made.
   */
  authenticate(request: Request, need: Need): Promise<Caller>;
  /** The person of the session; a key is none. Throws a 401 or 403 as `authenticate`. */
  authenticateAccount(request: Request): Promise<SignedIn>;
  /** True for this machine's own command line, which may do what no project key may. */
  isLocal(headers: Headers): boolean;
  /** Forgets what is remembered of keys and projects: call it when one of them has changed. */
  forget(): void;
}

interface Settings {
  store: Store;
  /** The secret of the local command line; absent, there is no such caller. */
  localToken?: string;
  /** Requests a second that one key may make; 0 or absent: any number. */
  keyRate?: number;
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

/** Saved up by a key that was quiet: a server that catches up. */
const burstSeconds = 10;
const maxLimitedKeys = 10_000;

export function createAuthenticator(settings: Settings): Authenticator {
  const { store, localToken, keyRate = 0, now } = settings;
  const sessions = createSessionAuthenticator({ store, now });
  const known = new Map<string, Known>();
  const limiter = createRateLimiter(
    { perSecond: keyRate, burst: keyRate * burstSeconds },
    { maxKeys: maxLimitedKeys, now },
  );
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
    const charge = (requests: number) => limiter.charge(hash, requests);
    const caller: Caller = { kind: 'key', name, project, ...(keyRate > 0 && { charge }) };
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

  async function authenticateMember(request: Request, need: Need): Promise<Caller> {
    const { scope, role = leastRoles[scope], projectId = '' } = need;
    const found = (await sessions.findMember(request, projectId)) ?? refuseProject();
    if (ranks[found.member.role] < ranks[role]) refuseRole(found, role);
    const { account, project } = found;
    return { kind: 'member', name: nameAccount(account), project, accountId: account.id };
  }

  async function authenticateKey(
    headers: Headers,
    scope: Scope,
    projectId?: string,
  ): Promise<Caller> {
    const secret = readSecret(headers);
    if (secret === undefined) throw unauthenticated();
    if (isLocal(headers)) {
      const id = projectId ?? headers.get('x-muster-project');
      return { kind: 'local', name: 'command line', project: await findLocalProject(id) };
    }
    const hash = hashKey(secret);
    const found = await findKey(hash);
    if (!found) throw unauthenticated('This API key is unknown or revoked.');
    refuseHaste(limiter.take(hash, 1), 'with this API key');
    if (projectId !== undefined && projectId !== found.caller.project.id) refuseProject();
    if (scope === 'admin') {
      refuseKey('No API key may do this; sign in as an admin, or use the command line.');
    }
    if (scope === 'write' && found.scope !== 'write') {
      refuseKey('This API key may read but not write.');
    }
    return found.caller;
  }

  return {
    isLocal,
    forget() {
      generation += 1;
      known.clear();
    },
    authenticateKey,
    authenticateAccount: (request) => sessions.findAccount(request),
    authenticate(request, need) {
      const { headers } = request;
      if (readSecret(headers) === undefined) return authenticateMember(request, need);
      return authenticateKey(headers, need.scope, need.projectId);
    },
  };
}

/** The same for a project of somebody else and one of nobody, so that ids cannot be tried out. */
function refuseProject(): never {
  const detail = 'There is no such project, or it is not open to you.';
  throw new HttpProblem(404, 'project_not_found', detail);
}

function refuseKey(detail: string): never {
  throw new HttpProblem(403, 'insufficient_scope', detail);
}

function refuseRole({ member }: SignedInMember, role: Role): never {
  const detail = `This takes the role ${role}; yours in this project is ${member.role}.`;
  throw new HttpProblem(403, 'insufficient_role', detail);
}

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };
const leastRoles: Record<Scope, Role> = { read: 'viewer', write: 'editor', admin: 'admin' };

/** A person as the audit log names her: a name alone may be that of two. */
export function nameAccount({ name, email }: Pick<Account, 'name' | 'email'>): string {
  return `${name} (${email})`;
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
