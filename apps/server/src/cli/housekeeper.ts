import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { prepareFirstAdmin } from '../modules/accounts/prepare-first-admin.ts';
import {
  isRestoreUnfinished,
  restoreBackup,
  restoringName,
} from '../modules/backup/restore-backup.ts';
import { makeToken } from '../modules/projects/make-secret.ts';
import {
  type FirstProject,
  prepareFirstProject,
} from '../modules/projects/prepare-first-project.ts';
import { CommandError, type House, type Housekeeper } from './command.ts';
import type { Composition, World } from './composition.ts';
import { DataFolderError, prepareDataFolder } from './data-folder.ts';
import { describeFirst } from './describe-first.ts';
import {
  describeHolder,
  type Instance,
  type InstanceLock,
  isLock,
  takeInstanceLock,
} from './instance-lock.ts';
import { createOwnHouse } from './own-house.ts';
import { createRemoteHouse } from './remote-house.ts';
import { serve } from './serve.ts';

/** A server that has just begun says where it listens within this time. */
const waitForUrlMs = 5_000;
const lookAgainAfterMs = 100;

/** Gives commands their way to the data: through the process that has the folder, or by opening it. */
export function createHousekeeper(world: World): Housekeeper {
  /** The right to the folder, or who has it and listens. */
  async function takeFolder(folder: string, command: string): Promise<InstanceLock | Instance> {
    for (let waitedMs = 0; ; waitedMs += lookAgainAfterMs) {
      const result = takeInstanceLock(folder, command);
      if (isLock(result) || result.url !== undefined || waitedMs >= waitForUrlMs) return result;
      await world.sleep(lookAgainAfterMs);
    }
  }

  return {
    async open(invocation, { command, index, intake = false }) {
      const { config } = readConfig(invocation.environment);
      const dataDir = await prepareDataFolder(config.dataDir);
      const taken = await takeFolder(dataDir, command);
      if (!isLock(taken)) return knock(taken, dataDir, world);
      return release(taken, async () => {
        await refuseUnfinished(dataDir);
        const localToken = makeToken(world.random, 48);
        // A command says itself what it does; its log is for what goes wrong.
        const level = config.logLevel === 'info' ? 'warn' : config.logLevel;
        const logger = world.createLogger(level);
        const parts = await world.compose({
          config,
          dataDir,
          localToken,
          logger,
          intakeThread: intake,
        });
        const first = await prepareFirst(parts, config, world);
        // A command that is the first to open a folder makes its project, and has to say its key.
        for (const line of describeFirst(first)) invocation.terminal.say(line);
        if (index) parts.indexer.start();
        return createOwnHouse(parts, { dataDir, localToken, lock: taken, world });
      });
    },

    async restore({ environment, terminal, signal }, file) {
      const { config } = readConfig(environment);
      const dataDir = await prepareDataFolder(config.dataDir);
      const taken = takeInstanceLock(dataDir, 'muster restore');
      if (!isLock(taken)) throw new CommandError(describeHolder(dataDir, taken));
      try {
        return await restoreBackup({
          file,
          dataDir,
          ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
          ...(config.filesDir && { filesDir: config.filesDir }),
          signal,
          onProgress: (done) => terminal.showProgress({ done, what: 'bytes read' }),
        });
      } finally {
        taken.release();
      }
    },

    async serve(invocation) {
      const { config, warnings } = readConfig(invocation.environment);
      const dataDir = await prepareDataFolder(config.dataDir);
      const taken = takeInstanceLock(dataDir, 'muster start');
      if (!isLock(taken)) throw new CommandError(describeHolder(dataDir, taken));
      return release(taken, async () => {
        await refuseUnfinished(dataDir);
        const localToken = makeToken(world.random, 48);
        const logger = world.createLogger(config.logLevel);
        for (const warning of warnings) logger.warn(warning);
        const parts = await world.compose({
          config,
          dataDir,
          localToken,
          logger,
          intakeThread: true,
        });
        const first = await prepareFirst(parts, config, world);
        return serve({
          ...invocation,
          config,
          parts,
          first,
          localToken,
          lock: taken,
          logger,
          world,
        });
      });
    },
  };
}

/** Else a store would be begun where somebody waits for another. */
async function refuseUnfinished(dataDir: string): Promise<void> {
  if (!(await isRestoreUnfinished(dataDir))) return;
  throw new DataFolderError(
    `A restore into the data folder ${dataDir} has not ended: run "muster restore" again, or remove ${join(dataDir, restoringName)} to begin with nothing.`,
  );
}

/** Lets the folder go when what should use it cannot begin. */
async function release<T>(lock: InstanceLock, begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    lock.release();
    throw error;
  }
}

function knock(holder: Instance, dataDir: string, world: World): House {
  const { url, token } = holder;
  if (url === undefined || token === undefined) {
    throw new CommandError(describeHolder(dataDir, holder));
  }
  return createRemoteHouse({ url, token, dataDir, sleep: world.sleep });
}

async function prepareFirst(
  { store, passwords }: Composition,
  { projectId, apiKey, adminEmail: email, adminPassword: password }: Config,
  { now, random }: World,
): Promise<FirstProject | undefined> {
  const givens = { now: now(), random };
  const wishes = { ...(projectId && { projectId }), ...(apiKey && { apiKey }) };
  const first = await prepareFirstProject(store, wishes, givens);
  await prepareFirstAdmin(store, { email, password }, { ...givens, passwords });
  return first;
}
