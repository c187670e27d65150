import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type BatcherSettings, createBatcher } from '../../src/modules/ingest/batcher.ts';
import { apiOrigin, type TrackItem } from '../../src/modules/ingest/ingest-item.ts';
import { type Faults, makeFaulty } from './faulty-store.ts';
import { insertTestProject, noon, openIngest, type TestIngest } from './open-ingest.ts';

/** What tests of a batcher work with; `project` and the faults are new for each test. */
export function useBatching() {
  let ingest: TestIngest;
  let faults: Faults = {};
  let failures: unknown[] = [];
  let project: number;

  beforeAll(async () => {
    ingest = await openIngest();
  });
  afterAll(() => ingest.close());
  beforeEach(async () => {
    faults = {};
    failures = [];
    project = await newProject();
  });

  async function newProject(): Promise<number> {
    return (await insertTestProject(ingest.store)).number;
  }

  return {
    newProject,
    get store() {
      return ingest.store;
    },
    get project() {
      return project;
    },
    get faults() {
      return faults;
    },
    /** Errors that made an item fail. */
    get failures() {
      return failures;
    },

    start(settings: Partial<BatcherSettings> = {}) {
      const store = makeFaulty(ingest.store, faults);
      const onFailure = (error: unknown) => failures.push(error);
      return { store, service: createBatcher({ store, onFailure, ...settings }) };
    },

    of(items: TrackItem[], more: { project?: number; bytes?: number; isUnhurried?: boolean } = {}) {
      return { project, items, bytes: 100, ...more };
    },

    async storedNames(number = project): Promise<string[]> {
      const rows = await ingest.store.read((tx) => tx.scanEvents(number, undefined, 100_000));
      return rows.map(({ name }) => name).sort();
    },

    /** How many events each write has. */
    watchSizes(): number[] {
      const sizes: number[] = [];
      faults.onInsertEvents = (names) => sizes.push(names.length);
      return sizes;
    },

    /** Lets each write wait until it is opened. */
    gateWrites() {
      const waiting: (() => void)[] = [];
      faults.beforeWrite = () => new Promise((resolve) => waiting.push(resolve));
      return {
        async open() {
          faults.beforeWrite = undefined;
          while (waiting.length > 0) waiting.shift()?.();
        },
        /** Resolves when a write waits at the gate. */
        async reached() {
          while (waiting.length === 0) await new Promise(setImmediate);
        },
      };
    },
  };
}

let made = 0;
export function events(...names: string[]): TrackItem[] {
  return names.map((event) => ({
    type: 'track',
    origin: apiOrigin,
    timestamp: noon,
    arrivedAt: noon,
    identity: { kind: 'user', id: 'ada' },
    event,
    messageId: `e${++made}`,
    hasOwnMessageId: false,
    properties: new Map(),
  }));
}

export const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);
