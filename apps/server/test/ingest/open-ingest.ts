import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@muster/conditions';
import { type BatcherSettings, createBatcher } from '../../src/modules/ingest/batcher.ts';
import { apiOrigin, type Origin } from '../../src/modules/ingest/ingest-item.ts';
import { type Receipt, receiveItems } from '../../src/modules/ingest/receive-items.ts';
import { findProfile } from '../../src/modules/profiles/find-profile.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { EventRow, Identity, Project, Store } from '../../src/store/store.ts';
import { createSetupDatabase } from '../setup-places.ts';

async function openSetupStore(dataDir: string): Promise<Store> {
  const databaseUrl = await createSetupDatabase();
  return openStore(databaseUrl ? { databaseUrl } : { dataDir });
}

/** When items of these tests arrive, unless they say otherwise. */
export const noon = Date.UTC(2026, 2, 29, 12);

/** Ingestion over a real store: the one given, or one in a folder of its own. */
export interface TestIngest {
  store: Store;
  project: Project;
  service: ReturnType<typeof createBatcher>;
  /** Errors that made an item fail. */
  failures: unknown[];
  send(rawItems: readonly unknown[], options?: { at?: number; origin?: Origin }): Promise<Receipt>;
  find(id: string, kind?: Identity['kind']): Promise<ProfileDocument | undefined>;
  /** Attributes of a user as `key: value`; removed ones left out. */
  attributesOf(id: string, kind?: Identity['kind']): Promise<Record<string, Value>>;
  /** Names of a user's events, oldest first. */
  eventsOf(id: string, kind?: Identity['kind']): Promise<string[]>;
  allEvents(): Promise<EventRow[]>;
  close(): Promise<void>;
}

export async function openIngest(settings: Partial<BatcherSettings> = {}): Promise<TestIngest> {
  const folder = settings.store ? undefined : mkdtempSync(join(tmpdir(), 'muster-ingest-'));
  const store = settings.store ?? (await openSetupStore(folder ?? ''));
  const project = await insertTestProject(store);
  const failures: unknown[] = [];
  const service = createBatcher({
    onFailure: (error) => failures.push(error),
    ...settings,
    store,
  });
  let ids = 0;

  async function find(id: string, kind?: Identity['kind']) {
    return store.read((tx) => findProfile(tx, project.number, id, kind));
  }

  return {
    store,
    project,
    service,
    failures,
    find,
    send(rawItems, { at = noon, origin = apiOrigin } = {}) {
      ids += 1;
      const prefix = `made-${ids}`;
      let made = 0;
      const newId = () => `${prefix}-${++made}`;
      const arrival = { origin, arrivedAt: at, timeZone: project.timeZone, newId };
      return receiveItems(service, { project: project.number, rawItems, arrival, bytes: 1000 });
    },
    async attributesOf(id, kind) {
      const document = await find(id, kind);
      const live = [...(document?.attributes ?? [])].filter(([, { value }]) => value !== null);
      return Object.fromEntries(live.map(([key, { value }]) => [key, value as Value]));
    },
    async eventsOf(id, kind) {
      const document = await find(id, kind);
      if (document === undefined) return [];
      const rows = await store.read((tx) => tx.eventsOf(project.number, document.number, 100_000));
      return rows.map(({ name }) => name).reverse();
    },
    allEvents: () => store.read((tx) => tx.scanEvents(project.number, undefined, 1_000_000)),
    async close() {
      await service.close();
      if (folder === undefined) return;
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let projects = 0;

/** A project of its own for a test that shares a store. */
export function insertTestProject(store: Store): Promise<Project> {
  projects += 1;
  const id = `test-${process.pid}-${projects}`;
  return store.write((tx) =>
    tx.insertProject({ id, name: 'Test', timeZone: 'UTC', createdAt: noon }),
  );
}
