import { createIngestSink } from '../modules/load/ingest-sink.ts';
import { CommandError, type House } from './command.ts';
import type { Composition, World } from './composition.ts';
import type { InstanceLock } from './instance-lock.ts';

interface Settings {
  dataDir: string;
  localToken: string;
  lock: InstanceLock;
  world: World;
}

/** The data folder opened by this process, for the time of one command. */
export function createOwnHouse(
  parts: Composition,
  { dataDir, localToken, lock, world }: Settings,
): House {
  const { app, store, intake } = parts;
  const { now, sleep } = world;
  return {
    dataDir,
    async request(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${localToken}`);
      return app.request(path, { ...init, headers });
    },
    async createSink(projectId, label) {
      const project = await store.read((tx) => tx.project(projectId));
      if (project === undefined) throw new CommandError(`There is no project "${projectId}".`);
      return createIngestSink({ intake, project, label, now, sleep });
    },
    async close() {
      await parts.close();
      lock.release();
    },
  };
}
