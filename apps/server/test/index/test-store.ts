import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@muster/conditions';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { EventRow, Project, Store } from '../../src/store/store.ts';
import { createSetupDatabase } from '../setup-places.ts';

export const noon = Date.UTC(2026, 2, 29, 12);

/** A real store in a folder of its own, and short ways to write what the indexer follows. */
export interface TestStore {
  store: Store;
  folder: string;
  addProject(timeZone?: string): Promise<Project>;
  /** New users with these attributes; returns their numbers. */
  addUsers(project: number, attributes: Record<string, Value>[]): Promise<number[]>;
  setAttributes(
    project: number,
    number: number,
    attributes: Record<string, Value | null>,
  ): Promise<void>;
  /** Events in one transaction, as `[number, name, properties]`. */
  track(
    project: number,
    events: [number: number, name: string, properties?: Record<string, Value>][],
  ): Promise<void>;
  merge(project: number, from: number, to: number): Promise<void>;
  erase(project: number, number: number): Promise<void>;
  setTimeZone(project: Project, timeZone: string): Promise<void>;
  /** A statement that the store knows nothing of, as a failing disk asks nobody. */
  damage(sql: string): Promise<void>;
  remove(): Promise<void>;
}

export async function openTestStore(folder?: string): Promise<TestStore> {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'muster-store-'));
  const databaseUrl = folder === undefined ? await createSetupDatabase() : undefined;
  const store = await openStore(databaseUrl ? { databaseUrl } : { dataDir: join(place, 'store') });
  let projects = 0;
  let messages = 0;
  const prefix = `m-${process.pid}-${Math.floor(performance.timeOrigin)}`;

  return {
    store,
    folder: place,
    addProject: (timeZone = 'UTC') =>
      store.write((tx) => {
        projects += 1;
        const id = `p${projects}`;
        return tx.insertProject({ id, name: id, timeZone, createdAt: noon });
      }),
    addUsers: (project, attributes) =>
      store.write(async (tx) => {
        const first = await tx.allocateNumbers(project, attributes.length);
        const documents = attributes.map((one, i) => makeDocument(first + i, one));
        const numbers = documents.map(({ number }) => number);
        await tx.putProfiles(project, documents);
        await tx.putIdentities(
          project,
          numbers.map((number) => ({ identity: { kind: 'user', id: `u${number}` }, number })),
        );
        await tx.appendChanges([{ type: 'profiles', project, numbers }]);
        return numbers;
      }),
    setAttributes: (project, number, attributes) =>
      store.write(async (tx) => {
        const [document] = await tx.profiles(project, [number]);
        if (document === undefined) throw new Error(`There is no user ${number}`);
        const changed = new Map(document.attributes);
        for (const [key, value] of Object.entries(attributes)) {
          changed.set(key, { value, source: 'API', at: noon });
        }
        await tx.putProfiles(project, [{ ...document, attributes: changed }]);
        await tx.appendChanges([{ type: 'profiles', project, numbers: [number] }]);
      }),
    track: (project, given) =>
      store.write(async (tx) => {
        const events = given.map(([number, name, properties = {}]): EventRow => {
          messages += 1;
          return {
            number,
            source: 'api',
            name,
            timestamp: noon + messages,
            messageId: `${prefix}-${messages}`,
            properties: new Map(Object.entries(properties)),
          };
        });
        await tx.insertEvents(project, events);
        await tx.appendChanges([{ type: 'events', project, events }]);
      }),
    merge: (project, from, to) =>
      store.write(async (tx) => {
        await tx.mergeInto(project, from, to);
        await tx.appendChanges([
          { type: 'merge', project, from, to },
          { type: 'profiles', project, numbers: [to] },
        ]);
      }),
    erase: (project, number) =>
      store.write(async (tx) => {
        await tx.erase(project, number);
        await tx.appendChanges([{ type: 'erase', project, number }]);
      }),
    setTimeZone: (project, timeZone) =>
      store.write(async (tx) => {
        await tx.updateProject({ ...project, timeZone });
        await tx.appendChanges([{ type: 'timeZone', project: project.number }]);
      }),
    async damage(sql) {
      if (databaseUrl === undefined) {
        const database = new DatabaseSync(join(place, 'store/store.db'));
        database.exec(sql);
        database.close();
        return;
      }
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    async remove() {
      await store.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function makeDocument(number: number, attributes: Record<string, Value>): ProfileDocument {
  return {
    number,
    userId: `u${number}`,
    name: { value: `Name ${number}`, source: 'API', at: noon },
    firstSeen: noon - number,
    lastActivity: noon,
    created: noon,
    sessions: number % 7,
    tags: number % 2 === 0 ? ['even'] : [],
    attributes: new Map(
      Object.entries(attributes).map(([key, value]) => [key, { value, source: 'API', at: noon }]),
    ),
    traits: new Map([['plan', { value: 'pro', source: 'Segment', at: noon }]]),
    interactions: new Map([['tour', { seen: noon, ...(number % 2 && { completed: noon }) }]]),
    answers: new Map([['survey/step', { value: number, at: noon }]]),
    imports: ['import-1'],
  };
}
