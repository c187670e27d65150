import type { Config } from '../config.ts';
import { hashKey } from '../http/hash-key.ts';
import type { Store } from '../store/store.ts';

/**
 * Settings that only count when the first project is made, and that name what this store does not
 * have: whoever changed them later would wonder why nothing happens.
 */
export function findIgnoredWishes(
  store: Store,
  { projectId, apiKey, adminEmail }: Config,
): Promise<string[]> {
  return store.read(async (tx) => {
    const warnings: string[] = [];
    if (projectId !== undefined && (await tx.project(projectId)) === undefined) {
      warnings.push(
        'MUSTER_PROJECT_ID names no project of this store; it is only used on an empty one.',
      );
    }
    if (apiKey !== undefined && (await tx.keyByHash(hashKey(apiKey))) === undefined) {
      warnings.push(
        'MUSTER_API_KEY is no key of this store; it is only used on an empty one. See "muster keys create".',
      );
    }
    if (adminEmail !== undefined && (await tx.accountByEmail(adminEmail)) === undefined) {
      warnings.push(
        'MUSTER_ADMIN_EMAIL is nobody who signs in here; it is only used while nobody has an account, and with MUSTER_ADMIN_PASSWORD.',
      );
    }
    return warnings;
  });
}
