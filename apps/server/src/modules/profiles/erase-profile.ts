import type { Instant } from '@muster/conditions';
import type { Identity, Store, WriteTransaction } from '../../store/store.ts';
import { findProfileNumber } from './find-profile.ts';

/** Whom to erase, and what the audit log says about it. */
export interface Erasure {
  project: number;
  id: string;
  /** What the id is; absent: a user id, or else an anonymous id. */
  kind?: Identity['kind'] | undefined;
  by: string;
  at: Instant;
}

/**
 * Erases one user from the store, durably: profile, identities, events; the index follows by the
 * change log. False when there is no such user. The audit entry names her by number only: what it
 * keeps must not be what she asked to have forgotten.
 */
export function eraseProfile(store: Store, erasure: Erasure): Promise<boolean> {
  return store.write((tx) => eraseProfileIn(tx, erasure));
}

/** The same in a transaction of somebody else. */
export async function eraseProfileIn(
  tx: WriteTransaction,
  { project, id, kind, by, at }: Erasure,
): Promise<boolean> {
  const number = await findProfileNumber(tx, project, id, kind);
  if (number === undefined) return false;
  await eraseNumbersIn(tx, { project, numbers: [number], by, at });
  return true;
}

/** The same for several who are there, each named once. */
export async function eraseNumbersIn(
  tx: WriteTransaction,
  { project, numbers, by, at }: Omit<Erasure, 'id' | 'kind'> & { numbers: readonly number[] },
): Promise<void> {
  await tx.eraseFromReports(project, numbers);
  for (const number of numbers) {
    await tx.erase(project, number);
    await tx.appendChanges([{ type: 'erase', project, number }]);
    await tx.insertAudit({ project, at, by, action: 'user.erased', subject: `user #${number}` });
  }
}
