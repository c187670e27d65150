import type { Session } from 'chdb';
import { IndexEngineError, type IndexEngines, toIndexEngineError } from '../engine.ts';
import { type ChdbFolder, openSession, replaceFolder } from './chdb-folder.ts';
import { type ChdbLane, createChdbLane } from './chdb-lane.ts';
import { isChdbLoaded, loadChdb } from './chdb-library.ts';

/**
 * The lanes of a chDB in this process. One folder per process: chDB allows no second one. Sessions
 * block threads of libuv's pool, which must be larger than the number of sessions here.
 */
export function openChdb(folder: ChdbFolder): IndexEngines {
  const open = () => openSession(folder);
  let killer: Session | undefined;

  async function kill(name: string): Promise<void> {
    if (!killer?.open) killer = open();
    // ASYNC: SYNC would hang. The name is ours: letters, digits and hyphens.
    await killer.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = '${name}' ASYNC`);
  }

  const indexer = createChdbLane({ width: 1, open, kill });
  const dashboard = createChdbLane({ width: 2, open, kill });
  const background = createChdbLane({ width: 2, open, kill });
  const lanes = [indexer, dashboard, background];

  async function closeSessions(): Promise<void> {
    for (const lane of lanes) closeSessionsOf(lane);
    killer?.close();
    killer = undefined;
    // A closed session lets go of the folder only when nothing native runs any more.
    if (isChdbLoaded()) await loadChdb().drainPending();
  }

  return {
    indexer,
    dashboard,
    background,
    // A statement of this process has ended when its call has; one of an earlier process ended with it.
    fence: async () => undefined,
    settle: () => indexer.queue.run(async () => undefined),

    async reset() {
      const reason = new IndexEngineError('The index is being made anew');
      for (const lane of lanes) lane.queue.interrupt(reason);
      await runAloneOnAll(lanes, async () => {
        await closeSessions();
        await replaceFolder(folder, async () => {
          open().close();
          await loadChdb().drainPending();
        }).catch((error) => {
          throw toIndexEngineError(error);
        });
      });
    },

    async close() {
      const reason = new IndexEngineError('The index is closed');
      await Promise.all(lanes.map((lane) => lane.queue.close(reason)));
      await closeSessions();
    },
  };
}

/** Nothing else runs on any lane while `work` does. */
function runAloneOnAll(lanes: readonly ChdbLane[], work: () => Promise<void>): Promise<void> {
  const [lane, ...others] = lanes;
  if (lane === undefined) return work();
  return lane.queue.runAlone(() => runAloneOnAll(others, work));
}

function closeSessionsOf(lane: ChdbLane): void {
  for (const worker of lane.workers) {
    worker.session?.close();
    worker.session = undefined;
  }
}
