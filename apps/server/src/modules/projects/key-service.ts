import type { Caller } from '../../http/authenticate.ts';
import { hashKey } from '../../http/hash-key.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ApiKey, Store } from '../../store/store.ts';
import { makeApiKey, makeToken, prefixOf, type RandomBytes } from './make-secret.ts';

export interface KeyService {
  list(caller: Caller): Promise<ApiKey[]>;
  /** The row and the secret, which is kept nowhere. */
  create(
    caller: Caller,
    wishes: { name: string; scope: ApiKey['scope'] },
  ): Promise<{ row: ApiKey; key: string }>;
  /** From its return on the key opens nothing in this process. Throws a 404 for one not there. */
  revoke(caller: Caller, id: string): Promise<void>;
}

interface Parts {
  store: Store;
  now: () => number;
  random: RandomBytes;
  /** Called when a key has been revoked: what is remembered of it is out of date. */
  onRevoke: () => void;
}

export function createKeyService({ store, now, random, onRevoke }: Parts): KeyService {
  return {
    list: ({ project }) => store.read((tx) => tx.keys(project.number)),

    async create({ name: by, project }, { name, scope }) {
      const key = makeApiKey(random);
      const row: ApiKey = {
        id: `key_${makeToken(random, 16)}`,
        projectNumber: project.number,
        name,
        hash: hashKey(key),
        prefix: prefixOf(key),
        scope,
        createdAt: now(),
      };
      await store.write(async (tx) => {
        await tx.insertKey(row);
        await tx.insertAudit({
          project: project.number,
          at: row.createdAt,
          by,
          action: 'key.created',
          subject: row.id,
          after: { name, scope, prefix: row.prefix },
        });
      });
      return { row, key };
    },

    async revoke({ name: by, project }, id) {
      const at = now();
      await store.write(async (tx) => {
        if (!(await tx.revokeKey(project.number, id, at))) {
          throw new HttpProblem(404, 'key_not_found', 'There is no such key, or it is revoked.');
        }
        const entry = { project: project.number, at, by };
        await tx.insertAudit({ ...entry, action: 'key.revoked', subject: id });
      });
      onRevoke();
    },
  };
}
