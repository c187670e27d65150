import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { VerifyReport } from '../../src/index/verify.ts';
import type { StoreLocation } from '../../src/store/open-store.ts';
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';
import { type Chance, chooseSeed, createChance } from './chance.ts';
import { checkStore } from './check-store.ts';
import { copyStore } from './copy-store.ts';
import { createGate } from './gate.ts';
import { createLoad, type Load } from './load.ts';

/** A built server on a data folder of its own, under a load that knows what it has acknowledged. */
export interface FaultHouse {
  readonly dataDir: string;
  readonly chance: Chance;
  readonly load: Load;
  /** A file of the data folder as the server that runs sees it. */
  at(name: string): string;
  /** The server that runs now; waits while it is being started again. */
  server(): Promise<RunningServer>;
  /** Starts it; what is meant for it waits until it is ready. */
  start(environment?: Record<string, string>): Promise<RunningServer>;
  /** Ends it as a power cut would. What is meant for it waits for the next one. */
  kill(): Promise<void>;
  /**
   * Pauses the load, and finds nothing lost, nothing twice, index and store equal and every audience
   * right; then says what was found.
   */
  check(): Promise<string>;
  /** Begins a start and ends it after so many milliseconds, ready or not. */
  killInStart(afterMs: number): Promise<void>;
  /** `muster index verify` or `muster index rebuild`, asked of the server as those commands do. */
  runTask<Result>(task: 'verify' | 'rebuild'): Promise<Result>;
  remove(): Promise<void>;
}

interface Wish {
  name: string;
  /** As of `runMuster`; with it the server may have mounts of its own. */
  wrapper?: readonly string[];
  environment?: Record<string, string>;
  clients?: number;
  restMs?: number;
}

export async function openFaultHouse({
  name,
  environment = {},
  wrapper = [],
  ...rest
}: Wish): Promise<FaultHouse> {
  const chance = createChance(chooseSeed());
  console.info(`${name}: MUSTER_FAULTS_SEED=${chance.seed}`);
  const dataDir = await makeDataFolder();
  const { DATABASE_URL: databaseUrl } = environment;
  const isElsewhere = wrapper.length > 0;
  const root = () => (isElsewhere ? `/proc/${current?.child.pid}/root` : '');
  const at = (name: string) => join(root(), dataDir, name);
  async function findStore(): Promise<StoreLocation> {
    if (databaseUrl) return { databaseUrl };
    return { dataDir: isElsewhere ? await copyStore(at('store'), dataDir) : at('store') };
  }
  const settings = { MUSTER_LOG_LEVEL: 'error', ...environment };
  let current: RunningServer | undefined;
  const gate = createGate<RunningServer>();

  const house: FaultHouse = {
    dataDir,
    chance,
    load: createLoad({ url: async () => (await gate.wait()).url, chance: chance.fork(), ...rest }),
    at,
    server: gate.wait,
    async start(more = {}) {
      current = await startServer(dataDir, { ...settings, ...more }, wrapper);
      gate.open(current);
      return current;
    },
    async kill() {
      gate.close();
      await current?.stop('SIGKILL');
    },
    async killInStart(afterMs) {
      const starting = runMuster(dataDir, ['start'], settings);
      await sleep(afterMs);
      starting.child.kill('SIGKILL');
      await starting.finished;
    },
    async runTask(task) {
      const { url } = await gate.wait();
      const { token } = JSON.parse(await readFile(at('instance.json'), 'utf8'));
      const response = await fetch(`${url}/local/index/${task}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      const lines = (await response.text()).trim().split('\n');
      const { result, message } = JSON.parse(lines.at(-1) ?? '{}');
      if (result === undefined) throw new Error(`The index could not ${task}: ${message}`);
      return result;
    },
    async check() {
      const { load } = house;
      await load.pause();
      await load.askAll();
      const { users, events, wrong } = await checkStore(await findStore(), load.clients);
      const report = await house.runTask<VerifyReport>('verify');
      expect({
        wrong,
        wronglyAnswered: load.report.wrong,
        differences: report.differences,
      }).toEqual({
        wrong: [],
        wronglyAnswered: [],
        differences: [],
      });
      expect(report.differenceCount).toBe(0);
      expect(report.eventsCompared).toBe(events);
      return `${users} users, ${events} events`;
    },
    async remove() {
      await current?.stop('SIGKILL');
      await removeDataFolder(dataDir);
    },
  };
  return house;
}
