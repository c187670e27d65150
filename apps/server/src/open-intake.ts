import { createBatcher } from './modules/ingest/batcher.ts';
import { type OutcomeCounts, watchOutcomes } from './modules/ingest/watch-outcomes.ts';
import type { Intake } from './modules/intake/intake.ts';
import { createLocalIntake } from './modules/intake/local-intake.ts';
import { startThreadedIntake } from './modules/intake/threaded-intake.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

/** A store, and what takes in for it. */
export interface OpenedIntake {
  store: Store;
  intake: Intake;
  /** Resolves when the thread of the intake has died; never, if all goes well. */
  broken: Promise<Error>;
}

export interface IntakeWish {
  /** Of SQLite, or else of PostgreSQL. */
  dataDir?: string;
  databaseUrl?: string;
  /** Given when SQLite shall be written by a thread of its own. A server waits for itself. */
  threadProgram?: URL;
  /** Called with each error that made an item fail. */
  onFailure: (error: unknown) => void;
  /** Called when something was stored, before its sender knows. */
  onStored: (counts: OutcomeCounts) => void;
  newId: () => string;
}

/**
 * Opens both. The thread opens the store first: it is the one that migrates, and from then on the
 * connection of this thread asks it for its turns. The intake is to be closed before the store.
 */
export async function openIntake(wish: IntakeWish): Promise<OpenedIntake> {
  const { dataDir, databaseUrl, threadProgram: program, onFailure, onStored, newId } = wish;
  if (dataDir !== undefined && program !== undefined) {
    const intake = await startThreadedIntake({ program, dataDir, onFailure, onStored });
    try {
      const store = await openStore({ dataDir, turns: intake.turns });
      return { store, intake, broken: intake.died };
    } catch (error) {
      await intake.close();
      throw error;
    }
  }
  const store = await openStore(
    dataDir === undefined ? { databaseUrl: databaseUrl ?? '' } : { dataDir },
  );
  const service = watchOutcomes(createBatcher({ store, onFailure }), onStored);
  const intake = createLocalIntake({ store, service, newId });
  return { store, intake, broken: new Promise(() => {}) };
}
