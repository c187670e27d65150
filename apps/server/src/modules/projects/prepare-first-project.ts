import { hashKey } from '../../http/hash-key.ts';
import type { Store } from '../../store/store.ts';
import { makeApiKey, makeToken, prefixOf, type RandomBytes } from './make-secret.ts';

interface Wishes {
  projectId?: string;
  apiKey?: string;
}

interface Givens {
  now: number;
  random: RandomBytes;
}

/** What was made on an empty store. */
export interface FirstProject {
  projectId: string;
  /** To be shown this once; absent when it was given and its giver knows it. */
  generatedKey?: string;
}

/**
 * Makes the first project and its key when there is no project yet; `undefined` when there is one.
 * Two processes that start on one empty database make one project: writers take turns.
 */
export async function prepareFirstProject(
  store: Store,
  wishes: Wishes,
  { now, random }: Givens,
): Promise<FirstProject | undefined> {
  // Nothing is written where there is nothing to do: a full disk does not keep a store from opening.
  if ((await store.read((tx) => tx.projects())).length > 0) return undefined;
  return store.write(async (tx) => {
    if ((await tx.projects()).length > 0) return undefined;
    const project = await tx.insertProject({
      id: wishes.projectId ?? `prj_${makeToken(random, 16)}`,
      name: 'My product',
      timeZone: 'UTC',
      createdAt: now,
    });
    const key = wishes.apiKey ?? makeApiKey(random);
    const row = {
      id: `key_${makeToken(random, 16)}`,
      projectNumber: project.number,
      name: 'First key',
      hash: hashKey(key),
      prefix: prefixOf(key),
      scope: 'write' as const,
      createdAt: now,
    };
    await tx.insertKey(row);
    const entry = { project: project.number, at: now, by: 'first start' };
    await tx.insertAudit({ ...entry, action: 'project.created', subject: project.id });
    await tx.insertAudit({ ...entry, action: 'key.created', subject: row.id });
    return { projectId: project.id, ...(wishes.apiKey === undefined && { generatedKey: key }) };
  });
}
