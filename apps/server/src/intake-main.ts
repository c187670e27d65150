import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from './modules/intake/intake-failure.ts';
import type { FromIntake, IntakeThreadData } from './modules/intake/intake-messages.ts';
import { serveIntake } from './modules/intake/intake-thread.ts';
import { openLendingStore } from './store/open-store.ts';

// The composition root of the thread that takes in: the one that writes what is sent to this server.

const port = parentPort;
if (port === null) throw new Error('This program is a thread of Muster, not one to start.');
const { dataDir } = workerData as IntakeThreadData;

try {
  const store = await openLendingStore(dataDir);
  serveIntake({ port, store, newId: () => randomUUID() });
} catch (error) {
  port.postMessage([{ type: 'notOpen', failure: toFailure(error) }] satisfies FromIntake[]);
}
