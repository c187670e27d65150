import type { Leases } from './leases.ts';
import type { Notices } from './notices.ts';
import { postgresPeers } from './postgres-peers.ts';

/** The processes over one store, as one of them sees the others. */
export interface Peers {
  readonly leases: Leases;
  readonly notices: Notices;
  close(): Promise<void>;
}

/** Those of a database that has been migrated; without one this process is alone. */
export function openPeers(databaseUrl: string | undefined): Peers {
  return databaseUrl === undefined ? alone : postgresPeers(databaseUrl);
}

/** Nobody else can have the store: every lease is free, and is never lost. */
export const alone: Peers = {
  leases: {
    take: async () => ({
      fence: 1,
      lost: new AbortController().signal,
      check: () => undefined,
      note: async () => undefined,
      release: async () => undefined,
    }),
    read: async () => undefined,
  },
  notices: { tell: () => undefined, hear: () => undefined },
  close: async () => undefined,
};
